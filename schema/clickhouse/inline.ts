/** A view as its file defines it: the name, and the SELECT with its parameters as {name:Type}. */
type View = { name: string; body: string };

const CREATE_VIEW = /^(?:--.*\n|\s)*CREATE OR REPLACE VIEW (\w+) AS\s+([\s\S]+)$/;

/** The view a statement creates; null when it creates none. */
export function viewOf(statement: string): View | null {
	const [, name, body] = CREATE_VIEW.exec(statement) ?? [];
	return name && body ? { name, body } : null;
}

/** Splits `a = 1, b = f(2, 3)` at its outer commas. */
function splitArguments(text: string): string[] {
	const parts = [''];
	let depth = 0;
	for (const sign of text) {
		if ('([{'.includes(sign)) depth++;
		if (')]}'.includes(sign)) depth--;
		if (sign === ',' && depth === 0) parts.push('');
		else parts[parts.length - 1] += sign;
	}
	return parts.map((part) => part.trim()).filter(Boolean);
}

/** Where the parenthesis opened just before `start` closes. */
function closing(text: string, start: number): number {
	let depth = 1;
	for (let at = start; at < text.length; at++) {
		if (text[at] === '(') depth++;
		if (text[at] === ')' && --depth === 0) return at;
	}
	throw new Error(`a parenthesis is not closed: ${text.slice(start - 20, start + 40)}`);
}

/** The body of a view, with what it is asked in the place of its parameters. */
function substitute(body: string, given: string): string {
	const values = new Map(
		splitArguments(given).map((part): [string, string] => {
			const [name = '', ...value] = part.split('=');
			return [name.trim(), value.join('=').trim()];
		})
	);
	return body.replace(/\{(\w+):([^}]+)\}/g, (parameter, name: string, type: string) => {
		const value = values.get(name);
		if (value === undefined || value === parameter) return parameter;
		// A text is not yet what the parameter is: a time, mostly.
		return /^'[^']*'$/.test(value) ? `(${value}::${type})` : `(${value})`;
	});
}

/**
 * A statement in which every view of ours that it reads stands as a subquery. ClickHouse analyses a view within a view twice
 * at each level: four levels deep, a question cost three times as much planning as it does in one piece. `views` are
 * those created before, already in one piece.
 */
export function inline(statement: string, views: ReadonlyMap<string, string>): string {
	const call = /\bFROM (\w+)\(/g;
	let out = statement;
	for (let match = call.exec(out); match; match = call.exec(out)) {
		const body = views.get(match[1] ?? '');
		if (body === undefined) continue;
		const open = match.index + match[0].length;
		const close = closing(out, open);
		const piece = `FROM\n(\n${substitute(body, out.slice(open, close))}\n)`;
		out = out.slice(0, match.index) + piece + out.slice(close + 1);
		call.lastIndex = match.index + piece.length;
	}
	return out;
}
