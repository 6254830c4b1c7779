import { documentedAnswers } from "@portico/bff-kit/testing";
import { screens } from "../src/index.ts";
import { openEstate } from "./estate.ts";
import { urlsOf } from "./urls.ts";

documentedAnswers({
  screens,
  urlsOf,
  systemOf: { customers: "crm", orders: "erp", products: "catalog" },
  open: openEstate,
});
