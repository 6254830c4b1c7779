<?php
// Reads answers with ext-soap. Stdin: a JSON list of {wsdl, operation, answer, input}; stdout: {value} or {error} of each.

ini_set('soap.wsdl_cache_enabled', '0');
error_reporting(E_ALL & ~E_WARNING & ~E_DEPRECATED);

/** Gets the answer from a file instead of a server. */
class CannedClient extends SoapClient
{
    public string $answer = '';

    public function __doRequest(string $request, string $location, string $action, int $version, bool $oneWay = false): ?string
    {
        return $this->answer;
    }
}

/** The value with what PHP says it is; lists and objects keep their shape. */
function tagged(mixed $value): mixed
{
    if ($value === null) return null;
    if (is_bool($value)) return ['$boolean' => $value];
    if (is_int($value)) return ['$integer' => (string) $value];
    if (is_float($value)) return ['$float' => is_nan($value) ? 'nan' : (is_infinite($value) ? ($value > 0 ? 'inf' : '-inf') : var_export($value, true))];
    if (is_string($value)) return ['$raw' => base64_encode($value)];
    if (is_array($value) && array_is_list($value)) return array_map('tagged', $value);
    return (object) array_map('tagged', (array) $value);
}

function decode(array $case): mixed
{
    $client = new CannedClient($case['wsdl'], ['features' => SOAP_SINGLE_ELEMENT_ARRAYS, 'exceptions' => true]);
    $client->answer = file_get_contents($case['answer']);
    $input = $case['rpc'] ? array_values($case['input']) : [$case['input']];
    return tagged($client->__soapCall($case['operation'], $input));
}

$results = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $case) {
    try {
        $results[] = ['value' => decode($case)];
    } catch (Throwable $error) {
        $results[] = ['error' => substr(get_class($error) . ': ' . $error->getMessage(), 0, 300)];
    }
}
echo json_encode($results);
