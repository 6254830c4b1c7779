export { toBerlinIso, toBerlinLocal } from "./berlin-time.ts";
export { addDays, estateDate } from "./calendar.ts";
export { type SeedAddress, type SeedContact, type SeedCustomer } from "./customer.ts";
export { growCustomers } from "./grow-customers.ts";
export { growOrders } from "./grow-orders.ts";
export { growProducts, growPromotions } from "./grow-products.ts";
export {
  lineTotalCents,
  orderTotalCents,
  type SeedOrder,
  type SeedOrderLine,
  type SeedOrderStatus,
} from "./order.ts";
export { type SeedProduct } from "./product.ts";
