/** One request per screen, by its name, that a healthy estate answers with 200. */
export async function urlsOf(
  get: (url: string) => Response | Promise<Response>,
): Promise<Record<string, string>> {
  const list = await get("/v1/orders");
  const orderId = ((await list.json()) as { orders: { rows: { orderId: string }[] } }).orders.rows[0]
    ?.orderId;
  return {
    home: "/v1/home",
    orderList: "/v1/orders?status=delivered",
    orderDetail: `/v1/orders/${orderId}`,
    productList: "/v1/products?category=wine",
    productDetail: "/v1/products/WIN-0001",
  };
}
