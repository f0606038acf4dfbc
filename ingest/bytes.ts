const UNITS: Record<string, number> = {
	'': 1,
	b: 1,
	kb: 1e3,
	mb: 1e6,
	gb: 1e9,
	tb: 1e12,
	kib: 2 ** 10,
	mib: 2 ** 20,
	gib: 2 ** 30,
	tib: 2 ** 40
};

/** Reads a size such as `2GiB`, `500 MB` or `1048576`, in bytes; not a number when it is none. */
export function parseBytes(text: string): number {
	const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
	return number === undefined ? NaN : Math.floor(Number(number) * (UNITS[unit.toLowerCase()] ?? NaN));
}
