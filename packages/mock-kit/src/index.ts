export { answerBytes, answerText } from "./answer.ts";
export { breakXmlTag } from "./break-xml-tag.ts";
export { type CallReport } from "./call-ledger.ts";
export { contractDocuments, type ContractDocuments } from "./contract-documents.ts";
export { type Answer, type ReceivedCall } from "./received-call.ts";
export {
  type ActiveScenario,
  type Behaviour,
  type Scenario,
  type ScenarioChoice,
  type ScenarioDescription,
  type ScenarioParameter,
  ScenarioRefused,
} from "./scenario.ts";
export { type Malform } from "./scenarios/body.ts";
export { standardScenarios } from "./scenarios/standard.ts";
export { type Random, seededRandom } from "./seeded-random.ts";
export { type FetchServer, serveFetch, type ServeOptions } from "./serve-fetch.ts";
export { createSimulator, type Simulator, type SimulatorDefinition } from "./simulator.ts";
export { attributeOf, childOf, readXml, type XmlElement, xmlText, XmlUnreadable } from "./xml.ts";
