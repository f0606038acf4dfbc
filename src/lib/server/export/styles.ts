import type { Kind } from './table.ts';

/** How the cells of a workbook look, by their place in its styles. */
export const STYLES = {
	...{ number: 0, seconds: 0, flag: 0 },
	...{ head: 1, share: 2, count: 3, day: 4, time: 5, text: 6 }
} satisfies Record<Kind | 'head', number>;

const FORMATS = ['0.0%', 'yyyy\\-mm\\-dd', 'yyyy\\-mm\\-dd\\ hh:mm:ss'];
/** The first number that formats of one's own may have. */
const OWN = 164;
const [PERCENT, DAY, TIME] = FORMATS.map((_, at) => OWN + at);
const WHOLE = 3; // #,##0
const AS_TEXT = 49;

const cell = (format: number | undefined, bold = false) =>
	`<xf numFmtId="${format ?? 0}" fontId="${bold ? 1 : 0}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"${bold ? ' applyFont="1"' : ''}/>`;

/** The styles of a workbook. */
export const STYLES_XML = [
	'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
	'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
	`<numFmts count="${FORMATS.length}">`,
	...FORMATS.map((format, at) => `<numFmt numFmtId="${OWN + at}" formatCode="${format}"/>`),
	'</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
	'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
	'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
	'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
	`<cellXfs count="7">${[cell(0), cell(AS_TEXT, true), cell(PERCENT), cell(WHOLE), cell(DAY), cell(TIME), cell(AS_TEXT)].join('')}</cellXfs>`,
	'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
].join('');
