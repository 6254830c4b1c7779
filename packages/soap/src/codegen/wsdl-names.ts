/** Namespaces a WSDL is written in. */
export const WSDL = "http://schemas.xmlsoap.org/wsdl/";
export const SOAP_11 = "http://schemas.xmlsoap.org/wsdl/soap/";
export const SOAP_12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
