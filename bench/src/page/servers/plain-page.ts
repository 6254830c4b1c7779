// The home page as one would write it without us: from whatever tree an XML library makes of an answer.

/** An element as node-soap and fast-xml-parser give it: text, or an object of its children. */
type Tree = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- that is what they give

const listOf = (one: unknown): Tree[] =>
  one === undefined ? [] : ((Array.isArray(one) ? one : [one]) as Tree[]);
const money = (amount: unknown, currency: string) => ({ amount: Number(amount).toFixed(2), currency });

export function plainPage(kunde: Tree, orders: Tree, promotions: Tree): Tree {
  return {
    customer: {
      id: kunde["kdnr"],
      companyName: kunde["anzName"],
      segment: kunde["segment"],
      contact: {
        name: `${kunde["ansprechpartner"].vorname} ${kunde["ansprechpartner"].nachname}`,
        email: kunde["ansprechpartner"].email ?? null,
        phone: kunde["ansprechpartner"].telefon,
      },
      address: {
        street: kunde["anschrift"].strasse,
        postalCode: kunde["anschrift"].plz,
        city: kunde["anschrift"].ort,
        country: kunde["anschrift"].land,
      },
      creditLimit: kunde["kreditlimit"] ? money(kunde["kreditlimit"], kunde["waehrung"]) : null,
      paymentTermDays: Number(kunde["zahlungsziel"]),
      customerSince: kunde["kundeSeit"],
      accountManager: kunde["betreuer"]
        ? { name: kunde["betreuer"].name, email: kunde["betreuer"].email }
        : null,
    },
    recentOrders: listOf(orders["order"]).map((order) => ({
      orderId: order["orderNumber"],
      status: String(order["status"]).toLowerCase(),
      placedAt: order["placedAt"],
      requestedDeliveryDate: order["requestedDelivery"] ?? null,
      reference: order["customerReference"] ?? null,
      deliverTo: order["shipTo"] ? order["shipTo"].city : order["pickup"].warehouse,
      productCount: listOf(order["line"]).filter((line) => line["sku"] !== undefined).length,
      total: money(order["total"], order["currency"]),
    })),
    featured: listOf(promotions["data"]).map(({ product }: Tree) => ({
      sku: product.sku,
      name: product.title,
      category: product.cat,
      brand: product.brand,
      price: money(product.price, product.currency),
      unit: product.unit,
      packSize: Number(product.pack_size),
      pictureUrl: product.img === "" ? null : product.img,
      orderable: product.active === "Y",
    })),
    sectionStates: {},
  };
}

/** What the page asks the ERP. */
export const recentOrdersOf = (customerNumber: string) => ({
  customerNumber,
  sortBy: "PLACED_AT",
  direction: "DESC",
  firstResult: 0,
  maxResults: 10,
});
