import { catalogDevApiKey } from "@portico/mock-catalog";
import { crmDevCredentials } from "@portico/mock-crm";

export interface Settings {
  /** Env `HOST`. */
  readonly host: string;
  /** Env `MOCKS_PORT`. */
  readonly port: number;
  /** Env `CRM_USERNAME` and `CRM_PASSWORD`. */
  readonly crmCredentials: { readonly username: string; readonly password: string };
  /** Env `CATALOG_API_KEY`. */
  readonly catalogApiKey: string;
}

/** A variable holds what it cannot mean. The message is a sentence for people. */
export class SettingInvalid extends Error {}

/**
 * An empty variable counts as unset.
 * @throws {SettingInvalid}
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const port = env["MOCKS_PORT"] || "4100";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new SettingInvalid(`MOCKS_PORT must be a port number from 0 to 65535, not "${port}".`);
  }
  return {
    host: env["HOST"] || "127.0.0.1",
    port: Number(port),
    crmCredentials: {
      username: env["CRM_USERNAME"] || crmDevCredentials.username,
      password: env["CRM_PASSWORD"] || crmDevCredentials.password,
    },
    catalogApiKey: env["CATALOG_API_KEY"] || catalogDevApiKey,
  };
}
