import type { Socket } from "node:net";
import type { Clock } from "@portico/core";
import type { Random } from "../seeded-random.ts";
import type { Fault } from "./fault.ts";
import { MessageFramer } from "./message-framer.ts";
import { play } from "./plays/play-fault.ts";
import { openUpstream, type Target } from "./upstream.ts";
import { wireOf } from "./wire.ts";

export interface ConnectionSetting {
  readonly target: Target;
  readonly clock: Clock;
  readonly random: Random;
  /** What happens to the next question, drawn for it. */
  readonly drawFault: () => Fault | null;
  /** Counts a question; the answer ends it. */
  readonly arrived: (fault: Fault | null) => () => void;
}

/** Answers one client, question by question, each as the fault of its moment says. */
export function serveConnection(socket: Socket, setting: ConnectionSetting): void {
  const { target, clock, random, drawFault, arrived } = setting;
  const wire = wireOf(socket, clock);
  const framer = new MessageFramer();
  const upstream = openUpstream(target);
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy()); // clients come and go as they like
  wire.signal.addEventListener("abort", () => upstream.close(), { once: true });

  let number = 0;
  let answering = false;
  async function answerAll(): Promise<void> {
    if (answering) return;
    answering = true;
    for (let request = framer.next(); request !== undefined; request = framer.next()) {
      const question = request;
      const fault = drawFault();
      const answered = arrived(fault);
      let { isLast } = question;
      const ask = async () => {
        const answer = await upstream.ask(question);
        isLast ||= answer.isLast;
        return answer;
      };
      try {
        await play(fault, { wire, random, number, ask });
      } finally {
        answered();
      }
      number += 1;
      if (isLast) wire.end();
      if (wire.isOver()) return;
    }
    answering = false;
  }

  socket.on("data", (bytes) => {
    try {
      framer.append(bytes);
    } catch {
      wire.reset();
      return;
    }
    // Whoever left needs no answer; a system that is not there, or no HTTP, is a connection that breaks.
    answerAll().catch(() => wire.reset());
  });
}

/** Whatever is said first is answered with a fatal alert: handshake_failure of TLS 1.2. */
export function refuseTls(socket: Socket): void {
  socket.on("error", () => socket.destroy());
  socket.once("data", () => socket.end(Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])));
}
