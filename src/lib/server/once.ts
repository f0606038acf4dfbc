/** Asks when it is first wanted, and only then: whoever wants it later gets the same answer. */
export function once<Result>(ask: () => Promise<Result>): () => Promise<Result> {
	let asked: Promise<Result> | undefined;
	return () => (asked ??= ask());
}
