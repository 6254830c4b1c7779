import { ContractBroken } from "@portico/core";
import { type OrderPage, OrderPageSchema, type OrderQuery, orderTag } from "@portico/domain";
import { OrderSortField, SortDirection } from "../../generated/erp.gen.ts";
import { toBackendError } from "../faults.ts";
import { toOrder, toStatusWire } from "../order.ts";
import { readPolicy } from "../policy.ts";
import { erpOperation } from "./define.ts";

export const listOrders = erpOperation({
  kind: "read",
  audience: "user",
  policy: readPolicy,
  output: OrderPageSchema,
  async run(query: OrderQuery, erp, call): Promise<OrderPage> {
    const { customerId, status, sort, direction, offset, limit } = query;
    try {
      const answer = await erp.FindOrders(
        {
          customerNumber: customerId,
          ...(status === undefined ? {} : { status: toStatusWire(status) }),
          sortBy: sort === "total" ? OrderSortField.TOTAL : OrderSortField.PLACED_AT,
          direction: direction === "asc" ? SortDirection.ASC : SortDirection.DESC,
          firstResult: offset,
          maxResults: limit,
        },
        call,
      );
      const orders = answer.order.map(toOrder);
      // Whatever the ERP, or what stands before it, mixes up: nobody sees another's orders.
      if (orders.some((order) => order.customerId !== customerId))
        throw new ContractBroken("The ERP answered with another customer's order.");
      return { orders, total: answer.totalCount };
    } catch (error) {
      throw toBackendError(error);
    }
  },
  tags: (_, { orders }) => orders.map(({ id }) => orderTag(id)),
});
