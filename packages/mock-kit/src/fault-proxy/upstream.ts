import { connect, type Socket } from "node:net";
import { type Message, MessageFramer } from "./message-framer.ts";

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** The system behind a proxy did not answer: it is not there, or broke off. */
class TargetUnreachable extends Error {
  readonly code = "target_unreachable";
  /** Some of an answer had come. */
  readonly hadBegun: boolean;

  constructor(message: string, hadBegun: boolean, options?: ErrorOptions) {
    super(message, options);
    this.hadBegun = hadBegun;
  }
}

/** One connection to the system behind a proxy, kept from question to question. */
export interface Upstream {
  /** @throws {TargetUnreachable} */
  ask(request: Message): Promise<Message>;
  close(): void;
}

export function openUpstream(target: Target): Upstream {
  let line: Socket | undefined;
  let closed = false;

  async function ask(request: Message): Promise<Message> {
    const kept = line?.destroyed === false && line.readyState === "open";
    try {
      return await askOver((line = kept ? (line as Socket) : connected(target)), request);
    } catch (error) {
      // It may have hung up on a connection that lay idle, as any server does. A new one tells whether it is there.
      // Only what does nothing may be put twice, and an answer that had begun was no idle connection.
      const mayAskAgain = kept && !closed && /^(?:GET|HEAD) /.test(request.head.toString("latin1", 0, 5));
      if (!mayAskAgain || !(error instanceof TargetUnreachable) || error.hadBegun) throw error;
      return askOver((line = connected(target)), request);
    }
  }
  return {
    ask,
    close() {
      closed = true;
      line?.destroy();
    },
  };
}

function connected(target: Target): Socket {
  const line = connect({ ...target, noDelay: true });
  line.on("error", () => {}); // it closes, which is what counts between two questions
  return line;
}

function askOver(line: Socket, request: Message): Promise<Message> {
  const { promise, resolve, reject } = Promise.withResolvers<Message>();
  const framer = new MessageFramer();
  let hasBegun = false;
  const bodiless = request.head.toString("latin1", 0, 5) === "HEAD ";
  const onData = (bytes: Buffer) => {
    hasBegun = true;
    try {
      framer.append(bytes);
      let answer = framer.next(bodiless);
      while (answer !== undefined && isInterim(answer)) answer = framer.next(bodiless);
      if (answer !== undefined) resolve(answer);
    } catch (error) {
      line.destroy();
      reject(error);
    }
  };
  const onEnd = () => {
    const rest = framer.rest();
    if (rest !== undefined) resolve(rest);
  };
  const onClose = () =>
    reject(new TargetUnreachable("The system behind the proxy closed the connection.", hasBegun));
  const onError = (error: Error) => reject(new TargetUnreachable(error.message, hasBegun, { cause: error }));
  line.on("data", onData).once("end", onEnd).once("close", onClose).on("error", onError);
  line.write(Buffer.concat([request.head, request.body]));
  return promise.finally(() => {
    line.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onError);
  });
}

const isInterim = ({ head }: Message): boolean => /^HTTP\/1\.1 1\d\d/.test(head.toString("latin1", 0, 12));
