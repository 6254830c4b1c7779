import { view } from "@portico/bff-kit";
import { type Customer, MoneySchema } from "@portico/domain";
import { z } from "zod";

export const CustomerCardSchema = z
  .object({
    id: z.string(),
    companyName: z.string(),
    segment: z.string(),
    contact: z.object({ name: z.string(), email: z.string().nullable(), phone: z.string().nullable() }),
    address: z.object({ street: z.string(), postalCode: z.string(), city: z.string(), country: z.string() }),
    creditLimit: MoneySchema.nullable(),
    paymentTermDays: z.number().int(),
    customerSince: z.iso.date(),
    accountManager: z.object({ name: z.string(), email: z.string() }).nullable(),
  })
  .meta({ id: "CustomerCard" });
export type CustomerCard = z.infer<typeof CustomerCardSchema>;

export const toCustomerCard = view((customer: Customer): CustomerCard => customer);

export const customerCardExample: CustomerCard = {
  id: "100001",
  companyName: "Gasthaus Zum Goldenen Löwen GmbH",
  segment: "gastronomy",
  contact: { name: "Frau Jutta Müller", email: "jutta.mueller@loewen.example", phone: "+49 40 123456" },
  address: { street: "Deichstraße 12", postalCode: "20459", city: "Hamburg", country: "DE" },
  creditLimit: { amount: "25000.00", currency: "EUR" },
  paymentTermDays: 30,
  customerSince: "2009-04-01",
  accountManager: { name: "Sven Petersen", email: "sven.petersen@nordhaus.example" },
};
