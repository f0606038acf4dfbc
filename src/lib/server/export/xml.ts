/** More letters than this no cell of a workbook may hold. */
const LONGEST = 32_767;
const CUT = ' […]';

/** What XML cannot say at all, and what reads like the way a workbook says it: _x001F_. */
// eslint-disable-next-line no-control-regex
const UNSAYABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)/g;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const coded = (letter: string) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

/** Text within XML of a workbook: half letters are replaced, what cannot be said is coded. */
export const xmlText = (text: string) =>
	text
		.replace(/\p{Surrogate}/gu, '\ufffd')
		.replace(UNSAYABLE, coded)
		.replace(/\r/g, '_x000D_')
		.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);

/** Text as a cell may hold it: what is too long says that it is cut. */
export const fitting = (text: string) =>
	text.length > LONGEST ? text.slice(0, LONGEST - CUT.length) + CUT : text;
