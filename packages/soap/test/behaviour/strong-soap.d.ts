// The package has no types of its own; this is what we call.
declare module "strong-soap" {
  interface StrongSoapClient {
    setEndpoint(url: string): void;
    Ask(input: unknown, answered: (error: unknown, output: unknown) => void): void;
  }
  const strongSoap: {
    readonly soap: {
      createClient(
        wsdl: string,
        options: object,
        created: (error: unknown, client: StrongSoapClient) => void,
      ): void;
    };
  };
  export = strongSoap;
}
