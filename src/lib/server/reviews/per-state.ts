/** So many answers are remembered. */
const MOST = 50;

/** Answers that stand as long as the state is the same: whoever asks meanwhile, or later, gets the same one. One that fails is forgotten. */
export function perState<Result>() {
	const known = new Map<string, { state: string; answer: Promise<Result> }>();

	function know(key: string, state: string, answer: Promise<Result>) {
		const one = { state, answer };
		// The last one asked for is the last to be forgotten.
		known.delete(key);
		known.set(key, one);
		const [oldest] = known.keys();
		if (known.size > MOST && oldest !== undefined) known.delete(oldest);
		answer.catch(() => {
			if (known.get(key) === one) known.delete(key);
		});
		return answer;
	}

	return {
		/** Says what is known without asking. */
		know,
		forget: (key: string) => void known.delete(key),
		of(key: string, state: string, ask: () => Promise<Result>): Promise<Result> {
			const found = known.get(key);
			return know(key, state, found?.state === state ? found.answer : ask());
		}
	};
}
