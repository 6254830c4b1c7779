/** The page all contenders serve. */
export const HOME = "/v1/home";
/** Whose page the backends' answers were recorded for. Whoever asks gets these. */
export const CUSTOMER = "100067";
