const AGAIN_MS = 10_000;

/** Loads the page anew once its address answers again. Returns how to stop. */
export function tryAgain({ address = location.href, reload = () => location.reload() } = {}): () => void {
	let stopped = false;
	let timer = setTimeout(look, AGAIN_MS);

	async function look() {
		const isThere = await fetch(address).then(
			({ ok }) => ok,
			() => false
		);
		if (stopped) return;
		if (isThere) reload();
		else timer = setTimeout(look, AGAIN_MS);
	}

	return () => {
		stopped = true;
		clearTimeout(timer);
	};
}
