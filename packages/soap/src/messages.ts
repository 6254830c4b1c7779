/** Envelopes without HTTP: what a bench, a recording or a terminal has in its hands. */
export { type AnswerBytes, type AnswerRules, readAnswer, type SoapAnswer } from "./envelope.ts";
export { requestEnvelope } from "./request-envelope.ts";
export { TagMemory } from "./xml/tag-memory.ts";
