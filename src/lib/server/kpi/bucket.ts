const offsets = new Map<string, Intl.DateTimeFormat>();

function offsetFormat(zone: string) {
	const known = offsets.get(zone);
	if (known) return known;
	const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
	offsets.set(zone, format);
	return format;
}

/** The zone's offset from UTC at an instant, as +08:00. */
function offsetAt(instant: number, zone: string): string {
	const name = offsetFormat(zone)
		.formatToParts(instant)
		.find(({ type }) => type === 'timeZoneName')?.value;
	return name?.replace('GMT', '') || '+00:00';
}

/** Labels of buckets, which thousands of rows share. */
const labels = new Map<string, string>();
const MOST_LABELS = 10_000;

/** An instant (RFC 3339, UTC) as the business zone writes it, with its offset: 2026-11-21T00:00:00+08:00; null stays null. */
export function bucketLabel(start: unknown, zone: string): string | null {
	if (typeof start !== 'string') return null;
	const name = `${zone} ${start}`;
	const known = labels.get(name);
	if (known !== undefined) return known;
	if (labels.size >= MOST_LABELS) labels.clear();
	const label = labelOf(start, zone);
	labels.set(name, label);
	return label;
}

function labelOf(start: string, zone: string): string {
	const instant = Date.parse(start);
	const offset = offsetAt(instant, zone);
	const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
	const shift = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
	return new Date(instant + shift).toISOString().slice(0, 19) + offset;
}
