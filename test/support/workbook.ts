import { unzip } from './unzip.ts';

/** A cell as its sheet has it: what it says, of which type, in which style. */
export type SheetCell = { value: string | number | boolean; style: number };

/** A sheet by the letters of its columns. */
export type Sheet = { name: string; rows: Map<string, SheetCell>[] };

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const plain = (xml: string) =>
	xml
		.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '')
		.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

function cellOf(attributes: string, inner: string): SheetCell {
	const style = Number(/ s="(\d+)"/.exec(attributes)?.[1] ?? 0);
	const type = / t="(\w+)"/.exec(attributes)?.[1] ?? 'n';
	if (type === 'inlineStr') return { style, value: plain(/<t[^>]*>([^]*?)<\/t>/.exec(inner)?.[1] ?? '') };
	const value = Number(/<v>([^<]*)<\/v>/.exec(inner)?.[1]);
	return { style, value: type === 'b' ? value === 1 : value };
}

/** A workbook read back from its bytes: sheets in order, rows of cells by letter. */
export function readWorkbook(bytes: Buffer): Sheet[] {
	const files = unzip(bytes);
	const book = files.get('xl/workbook.xml') ?? '';
	return [...book.matchAll(/<sheet name="([^"]*)" sheetId="(\d+)"/g)].map(([, name = '', id]) => ({
		name: plain(name),
		rows: [...(files.get(`xl/worksheets/sheet${id}.xml`) ?? '').matchAll(/<row r="\d+">([^]*?)<\/row>/g)].map(
			([, row = '']) =>
				new Map(
					[...row.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>([^]*?)<\/c>/g)].map(
						([, letters = '', attributes = '', inner = '']) => [letters, cellOf(attributes, inner)] as const
					)
				)
		)
	}));
}

/** A sheet's rows below its head, by what the head calls their columns. */
export function recordsOf({ rows: [head, ...rows] }: Sheet): Record<string, SheetCell['value'] | null>[] {
	const names = [...(head ?? [])];
	return rows.map((row) =>
		Object.fromEntries(
			names.map(([letters, { value }]) => [String(value), row.get(letters)?.value ?? null] as const)
		)
	);
}
