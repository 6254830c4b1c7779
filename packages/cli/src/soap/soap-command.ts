import { Command } from "commander";
import { callCommand } from "./call-command.ts";
import { compileCommand } from "./compile-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { decodeCommand, encodeCommand } from "./message-commands.ts";

export const soapCommand = (): Command =>
  new Command("soap")
    .description("Look at a WSDL, compile it, and try its operations")
    .addCommand(doctorCommand())
    .addCommand(compileCommand())
    .addCommand(encodeCommand())
    .addCommand(decodeCommand())
    .addCommand(callCommand());
