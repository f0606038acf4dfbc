/** So many answers are remembered. */
const MOST = 50;

/** Asks once as long as the state is the same: whoever asks meanwhile, or later, gets the same answer. One that fails is forgotten. */
export function perState<Result>() {
	const known = new Map<string, { state: string; answer: Promise<Result> }>();
	return (key: string, state: string, ask: () => Promise<Result>): Promise<Result> => {
		const found = known.get(key);
		known.delete(key);
		const one = found?.state === state ? found : { state, answer: ask() };
		// The last one asked for is the last to be forgotten.
		known.set(key, one);
		const [oldest] = known.keys();
		if (known.size > MOST && oldest !== undefined) known.delete(oldest);
		one.answer.catch(() => {
			if (known.get(key) === one) known.delete(key);
		});
		return one.answer;
	};
}
