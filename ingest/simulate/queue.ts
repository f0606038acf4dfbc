/** What is to happen, earliest `at` (ms) first; among equals, what was added first. A binary heap. */
export function createQueue<T extends { at: number }>() {
	type Entry = { item: T; order: number };
	const heap: Entry[] = [];
	let added = 0;

	const before = (a: Entry, b: Entry) =>
		a.item.at < b.item.at || (a.item.at === b.item.at && a.order < b.order);

	function rise(entry: Entry) {
		let ix = heap.length;
		heap.push(entry);
		while (ix > 0) {
			const parent = heap[(ix - 1) >> 1];
			if (!parent || !before(entry, parent)) break;
			heap[ix] = parent;
			ix = (ix - 1) >> 1;
		}
		heap[ix] = entry;
	}

	function sink(entry: Entry) {
		let ix = 0;
		for (;;) {
			const [left, right] = [heap[2 * ix + 1], heap[2 * ix + 2]];
			const child = right && left && before(right, left) ? right : left;
			if (!child || !before(child, entry)) break;
			heap[ix] = child;
			ix = child === right ? 2 * ix + 2 : 2 * ix + 1;
		}
		heap[ix] = entry;
	}

	return {
		push: (item: T) => rise({ item, order: added++ }),
		/** Takes the earliest, if it is before `at`. */
		shiftBefore(at: number): T | undefined {
			const first = heap[0];
			if (!first || first.item.at >= at) return undefined;
			const last = heap.pop();
			if (last && heap.length > 0) sink(last);
			return first.item;
		}
	};
}
