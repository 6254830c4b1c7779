import { type Order, OrderSchema } from "@portico/domain";
import { saysNoSuchOrder, toBackendError } from "../faults.ts";
import { toOrder } from "../order.ts";
import { readPolicy } from "../policy.ts";
import { erpOperation } from "./define.ts";

export const findOrder = erpOperation({
  kind: "read",
  audience: "user",
  policy: readPolicy,
  output: OrderSchema.nullable(), // null: the ERP knows no such order
  async run({ orderId }: { readonly orderId: string }, erp, call): Promise<Order | null> {
    try {
      const { order } = await erp.GetOrder({ orderNumber: orderId }, call);
      return toOrder(order);
    } catch (error) {
      if (saysNoSuchOrder(error)) return null;
      throw toBackendError(error);
    }
  },
});
