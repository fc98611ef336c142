// A site whose writer does everything that makes pages break: titles without end, words without spaces, five hundred
// conditions on one article, tables for a wall, emoji, Arabic, pictures that are none.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const WORD = 'Rückenschmerzbehandlungsmöglichkeitenübersicht';
const LONG = `${'Why the back hurts after a very long day at a desk and what to try first '.repeat(4)}today`.slice(0, 300);
const EMOJI = '👩‍⚕️💆🏽‍♀️🇬🇧✅⚠️'.repeat(6);
const ARABIC = 'ألم أسفل الظهر شائع جدا، وغالبا لا يكون له سبب واحد. تحرك قليلا كل ساعة.';

const page = (fields, text = '') => `---\n${fields.trim()}\n---\n${text}`;
const times = (count, make) => Array.from({ length: count }, (_, at) => make(at + 1));

/** A PNG that says it is `width` by `height`, with hardly anything in it. */
function png(width, height) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(Math.min(height, 64) * (Math.min(width, 64) * 3 + 1)));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

const files = (language) => ({
  'anma.yaml': `title: ${WORD} ${WORD}
base_url: https://hostile.example
language: ${language}
notice: ${'Closed. '.repeat(40)}
salon:
  name: ${WORD.repeat(3)}
  phone: "+44 20 7946 0123 extension 123456789"
  email: ${'a'.repeat(60)}@${'b'.repeat(60)}.example
  address: [${WORD.repeat(2)}]
  booking_url: https://book.hostile.example/${'x'.repeat(200)}
menu:
${times(14, (at) => `  - {title: ${at % 3 ? `Entry ${at}` : WORD}, page: /}`).join('\n')}
`,
  'content/_index.md': page('title: Home'),
  'content/vocabulary.yaml': times(500, (at) => `condition-${at}: {type: condition, title: "${at % 50 ? `Condition ${at}` : `${WORD} ${at}`}", also: ["ailment ${at}"]}`).join('\n'),
  'content/articles/long-title.md': page(`title: ${LONG}\ndate: 2026-01-01`, `## ${LONG}\n\nText.\n\n### ${WORD.repeat(6)}\n\nText.\n`),
  'content/articles/no-description.md': page('title: No description\ndate: 2026-01-02', 'Text.'),
  'content/articles/many-conditions.md': page(`title: Five hundred conditions\ndate: 2026-01-03\ncondition: [${times(500, (at) => `condition-${at}`).join(', ')}]`, 'Text about ailment 7.'),
  'content/articles/no-spaces.md': page(`title: ${WORD.repeat(4)}\ndate: 2026-01-04\ndescription: ${'y'.repeat(400)}`, `${'x'.repeat(2000)}\n\n- ${'z'.repeat(500)}\n\n> ${'q'.repeat(500)}\n\n\`${'c'.repeat(300)}\`\n\n    ${'d'.repeat(300)}\n\nhttps://${'u'.repeat(60)}.example/${'v'.repeat(300)}\n\n:::warning ${'w'.repeat(200)}\n${'m'.repeat(200)}\n:::\n`),
  'content/articles/emoji.md': page(`title: ${EMOJI}\ndate: 2026-01-05`, `## ${EMOJI}\n\n${EMOJI}\n\n${EMOJI.repeat(20)}\n`),
  'content/articles/arabic.md': page(`title: ${ARABIC}\ndate: 2026-01-06`, `## ${ARABIC}\n\n${ARABIC} Mixed with English, and (numbers) 123.\n\n- ${ARABIC}\n\n:::urgent Ask for help if:\n- ${ARABIC}\n:::\n`),
  'content/articles/wide-table.md': page('title: A table for a wall\ndate: 2026-01-07', `| ${times(14, (at) => `Column ${at}`).join(' | ')} |\n|${'---|'.repeat(14)}\n${times(100, (row) => `| ${times(14, (at) => `${row} times ${at}${at === 7 ? ` ${WORD}` : ''}`).join(' | ')} |`).join('\n')}\n`),
  'content/articles/deep.md': page('title: Deep\ndate: 2026-01-08', `${times(12, (at) => `${'  '.repeat(at - 1)}- level ${at}`).join('\n')}\n\n${'> '.repeat(12)}deep\n\n${times(6, (at) => `${'#'.repeat(Math.min(at + 1, 6))} Heading ${at}\n\nText.\n`).join('\n')}`),
  'content/articles/faq.md': page(`title: Forty questions\ndate: 2026-01-09\nfaq:\n${times(40, (at) => `  - {question: "${WORD} ${at}?", answer: "${'Yes. '.repeat(60)}"}`).join('\n')}`, 'Text.'),
  'content/articles/empty.md': page('title: Empty\ndate: 2026-01-10'),
});

/** Pictures that are none, or more than a machine can hold, and the article that shows them. */
const pictures = {
  'content/articles/pictures/index.md': page('title: Pictures\ndate: 2026-02-01', '![A huge picture](huge.png)\n\n![An empty file](empty.jpg)\n\n![A drawing](script.svg)\n\n![A text that is called a picture](text.webp)\n'),
  'content/articles/pictures/huge.png': png(30_000, 30_000),
  'content/articles/pictures/empty.jpg': Buffer.alloc(0),
  'content/articles/pictures/text.webp': 'This is no picture.',
  'content/articles/pictures/script.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" onload="document.title=1"><script>document.title="bad"</script><rect width="10" height="10"/></svg>',
};

/** Writes the site into a new folder, and gives its path. */
export async function hostileSite({ language = 'en-GB', withPictures = false } = {}) {
  const root = await mkdtemp(path.join(os.tmpdir(), 'anma-hostile-'));
  const all = { ...files(language), ...(withPictures ? pictures : {}) };
  for (const [name, text] of Object.entries(all)) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return root;
}
