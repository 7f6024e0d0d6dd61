// Lists to choose from that stand in no file as they are: the channels with the ways that always exist, and the like.

const named = (entries) => (Array.isArray(entries) ? entries.map(({ id, name }) => ({ id, name: name ?? id })) : []);

const text = (name) => ({ name, widget: 'string', required: false });

/** The fields of the lists that are made for a file. */
export const madeFields = (lists, file) =>
  Object.keys(lists).filter((name) => lists[name].file === file)
    .map((name) => ({ name, label: name, widget: 'list', required: false, fields: [text('id'), text('name')] }));

/** What is added to what a file says. */
export const madeChoices = (lists, file) => (found) =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list.file === file)
    .map(([name, { of, also }]) => [name, [...named(found[of]), ...also]]));
