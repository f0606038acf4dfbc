import { xmlText } from './xml.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const LONGEST_NAME = 31;

/** A name as a sheet may have it: without what is forbidden, short enough, and no other sheet's. */
export function sheetName(title: string, taken: readonly string[]): string {
	const clean = title.replace(/[[\]:*?/\\]/g, ' ').replace(/^'+|'+$/g, '') || 'Sheet';
	const known = new Set(taken.map((name) => name.toLowerCase()));
	for (let copy = 1; ; copy++) {
		const end = copy === 1 ? '' : ` ${copy}`;
		const name = clean.slice(0, LONGEST_NAME - end.length).trim() + end;
		if (!known.has(name.toLowerCase())) return name;
	}
}

/** What a workbook has beside its sheets, by path. */
export function partsOf(sheets: readonly string[]): Record<string, string> {
	const numbered = sheets.map((name, index) => ({ name, id: index + 1 }));
	return {
		'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${numbered
			.map(({ name, id }) => `<sheet name="${xmlText(name)}" sheetId="${id}" r:id="rId${id}"/>`)
			.join('')}</sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${numbered
			.map(
				({ id }) =>
					`<Relationship Id="rId${id}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${id}.xml"/>`
			)
			.join('')}<Relationship Id="rIdS" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
		'_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		'[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${numbered
			.map(
				({ id }) =>
					`<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${TYPES}.worksheet+xml"/>`
			)
			.join('')}</Types>`
	};
}
