import { userCanaries } from "@portico/bff-kit/testing";
import { screens, service } from "../src/index.ts";
import { openEstate } from "./estate.ts";
import { urlsOf } from "./urls.ts";

userCanaries({ service, screens, urlsOf, open: openEstate, users: ["100001", "100002", "100003"] });
