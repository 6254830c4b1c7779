import { type Order, OrderSchema, orderTag } from "@portico/domain";
import { saysNoSuchOrder, toBackendError } from "../faults.ts";
import { toOrder } from "../order.ts";
import { readPolicy } from "../policy.ts";
import { erpOperation } from "./define.ts";

export const findOrder = erpOperation({
  kind: "read",
  audience: "user",
  policy: readPolicy,
  output: OrderSchema.nullable(), // null: the ERP knows no such order, or it is somebody else's
  async run({ orderId }: { readonly orderId: string }, erp, call): Promise<Order | null> {
    try {
      const { order: wire } = await erp.GetOrder({ orderNumber: orderId }, call);
      const order = toOrder(wire);
      // The ERP tells anybody any order. Said here, no cache ever holds one for somebody whose it is not.
      return order.customerId === call.identity?.customerId ? order : null;
    } catch (error) {
      if (saysNoSuchOrder(error)) return null;
      throw toBackendError(error);
    }
  },
  tags: ({ orderId }) => [orderTag(orderId)],
});
