/** Does something again and again, one after another, until what it returns is called; that resolves once nothing is under way. */
export function again(work: () => Promise<unknown>, pauseMs: number, onError: (error: unknown) => void) {
	let going: Promise<unknown> = Promise.resolve();
	let timer: NodeJS.Timeout | undefined;
	let stopped = false;
	const next = () => {
		going = work()
			.catch(onError)
			.then(() => {
				if (!stopped) timer = setTimeout(next, pauseMs).unref();
			});
	};
	next();
	return async () => {
		stopped = true;
		clearTimeout(timer);
		await going;
	};
}
