import { firstHalf, type Play } from "./play.ts";

export const reset: Play<"reset"> = async ({ ask, wire }, { at }) => {
  if (at === "head" || at === "body") {
    const { head, body } = await ask();
    await wire.send(at === "head" ? firstHalf(head) : Buffer.concat([head, firstHalf(body)]));
  }
  wire.reset();
};

export const hang: Play<"hang"> = async ({ ask, wire }, { at }) => {
  const { head, body } = await ask();
  if (at === "head") await wire.send(firstHalf(head));
  if (at === "body") await wire.send(Buffer.concat([head, firstHalf(body)]));
  await wire.hang();
};

/** On a connection that was open before. */
export const blackHole: Play<"black-hole"> = ({ wire }) => wire.hang();

/** On a connection that came in before the door was shut. */
export const refuse: Play<"refuse"> = async ({ wire }) => wire.reset();

export const closeRace: Play<"close-race"> = async ({ ask, wire, number }, { when }) => {
  if (when === "after-answer" || number === 0) {
    const { head, body } = await ask();
    await wire.send(Buffer.concat([head, body]));
  }
  if (when === "after-answer" || number > 0) wire.end();
};
