export { type Customer, type CustomerDirectory, CustomerSchema } from "./customer.ts";
export { toDay } from "./day.ts";
export { canonicalDecimal } from "./decimal.ts";
export { type Money, MoneySchema, toCurrency, toMoney } from "./money.ts";
export {
  type Delivery,
  DeliverySchema,
  findOwnOrder,
  type Order,
  type OrderBook,
  type OrderLine,
  OrderLineSchema,
  type OrderPage,
  OrderPageSchema,
  type OrderQuery,
  OrderSchema,
  type OrderSort,
  OrderSortSchema,
  type OrderStatus,
  OrderStatusSchema,
  skusOf,
} from "./order.ts";
export {
  type Product,
  type ProductCatalog,
  type ProductPage,
  ProductPageSchema,
  type ProductQuery,
  ProductSchema,
} from "./product.ts";
export { orderTag, productTag } from "./tags.ts";
