/** Where figures differ from the keys, by path: counts must be equal, other numbers within 1e-9. Empty when none does. */
export function differences(actual: unknown, keys: unknown, path = ''): string[] {
	if (typeof keys === 'number') {
		if (typeof actual !== 'number') return [`${path}: ${String(actual)}, expected ${keys}`];
		const same = Number.isInteger(keys) ? actual === keys : Math.abs(actual - keys) <= 1e-9;
		return same ? [] : [`${path}: ${actual}, expected ${keys}`];
	}
	const [ours, theirs] = [entriesOf(actual), entriesOf(keys)];
	const names = new Set([...ours.keys(), ...theirs.keys()]);
	return [...names].flatMap((name) => differences(ours.get(name), theirs.get(name), `${path}/${name}`));
}

function entriesOf(value: unknown): Map<string, unknown> {
	return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
