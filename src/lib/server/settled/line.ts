/** What can wait has its turn after so many others: it may be waited for in the end. */
const PATIENCE = 4;

/** Does one thing after another: those somebody waits for first, in their order, and what can wait when there is none. */
export function createLine() {
	const urgent: (() => Promise<void>)[] = [];
	const spare: (() => Promise<void>)[] = [];
	let going = false;
	let passed = 0;

	async function goOn() {
		if (going) return;
		going = true;
		// Who enters is not begun before it has finished saying what it wants.
		await Promise.resolve();
		for (let work = next(); work; work = next()) await work();
		going = false;
	}

	function next() {
		const waits = spare.length > 0 && (urgent.length === 0 || passed >= PATIENCE);
		passed = waits ? 0 : passed + 1;
		return waits ? spare.shift() : urgent.shift();
	}

	const enter =
		(line: (() => Promise<void>)[]) =>
		<T>(work: () => Promise<T>): Promise<T> =>
			new Promise<T>((resolve, reject) => {
				line.push(() => work().then(resolve, reject));
				void goOn();
			});

	return {
		/** Does this as soon as what is under way is done. */
		inTurn: enter(urgent),
		/** Does this once nothing else is to be done. */
		inSpare: enter(spare)
	};
}
