import type { FieldEdit } from '#schema/quarantine.ts';
import { isRecord } from '#schema/record.ts';

/** What stands in a field, as somebody reads it. */
const wordOf = (value: unknown) =>
	value === undefined || value === null
		? ''
		: typeof value === 'object'
			? JSON.stringify(value)
			: String(value);

/** Sets the field, or takes it out; null when the path leads through something that has no fields. */
function put(value: unknown, [name, ...rest]: string[], next: FieldEdit['value']): unknown {
	if (name === undefined) return next;
	if (Array.isArray(value)) {
		const at = Number(name);
		return at in value
			? value.map((item: unknown, index) => (index === at ? put(item, rest, next) : item))
			: value;
	}
	const { [name]: inner, ...others } = isRecord(value) ? value : {};
	const edited = put(inner, rest, next);
	return edited === undefined ? others : { ...(isRecord(value) ? value : {}), [name]: edited };
}

function read(value: unknown, [name, ...rest]: string[]): unknown {
	if (name === undefined) return value;
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
	return read(Reflect.get(value, name), rest);
}

/** The event with one field set; null where the field is not what it should have been, and nothing is to be changed. */
export function setField(event: unknown, { path, value, was }: FieldEdit): unknown {
	if (!isRecord(event)) return null;
	const names = path.split('.');
	if (was !== undefined && wordOf(read(event, names)) !== was) return null;
	return put(event, names, value);
}
