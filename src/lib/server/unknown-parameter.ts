/** The first parameter an address has beside those that are known: a misspelt one would answer another question. */
export function unknownParameter(params: URLSearchParams, known: readonly string[]) {
	const name = [...params.keys()].find((one) => !known.includes(one));
	return name === undefined ? null : { name, detail: `unknown parameter; known are ${known.join(', ')}` };
}
