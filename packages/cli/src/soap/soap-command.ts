import { Command } from "commander";
import { callCommand } from "./call-command.ts";
import { compileCommand } from "./compile-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { decodeCommand, encodeCommand } from "./message-commands.ts";
import { vendorCommand } from "./vendor-command.ts";

export const soapCommand = (): Command =>
  new Command("soap")
    .description("Look at a WSDL, compile it, and try its operations")
    .addCommand(doctorCommand())
    .addCommand(vendorCommand())
    .addCommand(compileCommand())
    .addCommand(encodeCommand())
    .addCommand(decodeCommand())
    .addCommand(callCommand());
