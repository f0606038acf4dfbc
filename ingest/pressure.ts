/** When to stop reading from the sockets, and when to go on. */
const HIGH = { events: 100_000, bytes: 64 * 1024 * 1024 };

/**
 * Keeps memory bounded: counts what is taken and not yet answered. Above the bound `high` is true and `onChange` called, so
 * that the sockets are paused; at half of it they go on.
 */
export function createPressure({
	bound = HIGH,
	onChange
}: {
	bound?: typeof HIGH;
	onChange: (high: boolean) => void;
}) {
	let events = 0;
	let bytes = 0;
	let high = false;

	function change(by: { events: number; bytes: number }) {
		events += by.events;
		bytes += by.bytes;
		const factor = high ? 0.5 : 1;
		const now = events > bound.events * factor || bytes > bound.bytes * factor;
		if (now === high) return;
		high = now;
		onChange(high);
	}

	return {
		/** Counts a load until the answer is called for. */
		take(load: { events: number; bytes: number }): () => void {
			change(load);
			return () => change({ events: -load.events, bytes: -load.bytes });
		},
		get high() {
			return high;
		}
	};
}
export type Pressure = ReturnType<typeof createPressure>;
