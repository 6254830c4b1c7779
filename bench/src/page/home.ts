/** The page all contenders serve. */
export const HOME = "/v1/home";
/** Whose page the backends' answers were recorded for. Whoever asks gets these under a number of their own. */
export const CUSTOMER = "100067";
