// Lists to choose from that stand in no file as they are: the channels with the ways that always exist, and the like.

const named = (entries) => (Array.isArray(entries) ? entries.map(({ id, name, keuze_naam }) => ({ id, name: name || keuze_naam || id })) : []);

const text = (name) => ({ name, widget: 'string', required: false });

/** The fields of the lists that are made for a file. */
export const madeFields = (lists, file) =>
  Object.keys(lists).filter((name) => lists[name].file === file)
    .map((name) => ({ name, label: name, widget: 'list', required: false, fields: [text('id'), text('name')] }));

/** What is added to what a file says. A thing in a file of its own is the list of itself; one of them has what is shared too. */
const madeChoices = (lists, file) => (found) =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list.file === file)
    .map(([name, { of, also, with: one }]) =>
      [name, one === undefined ? [...named(found[of]), ...also] : [...named([found]), ...(found.id === one ? also : [])]]));

const withSays = (things, said) => {
  const told = things[said.id] ?? things[''];
  return { ...said, uit_de_basis: told.text, keuze_naam: said.name ? '' : told.name || (said.id ?? '') };
};

/** What a shared register says, put with what a file says: of the thing in the file, or of each in its lists. */
const madeSays = (shared, kind) => (found) => {
  const things = shared[kind.name];
  if (kind.fields.some(({ name }) => name === 'keuze_naam')) return withSays(things, found);
  const says = kind.fields.find(({ name }) => name === 'uit_de_basis');
  const listed = kind.fields.filter(({ name, fields }) => Array.isArray(found[name]) && fields?.some((each) => each.name === 'keuze_naam'));
  return {
    ...Object.fromEntries(listed.map(({ name }) => [name, found[name].map((each) => withSays(shared[name], each))])),
    ...(says ? { uit_de_basis: says.default } : {}),
  };
};

/** All that is put with what a file says, for its form. */
export const madeFor = (lists, shared, kind) => {
  const [choices, says] = [madeChoices(lists, kind.name), madeSays(shared, kind)];
  return (found) => {
    const told = says(found);
    return { ...told, ...choices({ ...found, ...told }) };
  };
};
