"""Many municipalities at once: one list of them, one task for each, what they come to together, and those that merge.

beginning  Begins with many municipalities: a small project for each, what they share in a base, and the list of them all.
each       One municipality is one task: read its folder, check or build it within limits, and tell of it in one line of JSON.
harvest    The data that municipalities publish, in one place: fetched, judged and kept, and asked one question at a time.
listing    The list of municipalities that are worked on together, as ``fleet.yaml`` says it, or all that is wrong with it.
merging    Municipalities that become one: what they have alike, what somebody has to choose, and the project that comes of it.
overview   The website over many municipalities: what their harvest answers, as pages.
reporting  What a fleet comes to: one table over all municipalities, in words for a person and as data for a program.
results    What was told of each municipality, as lines of JSON in files: kept while it comes, read back, and gathered from shards.
running    Carries out the tasks of a fleet on any executor, goes on when a worker dies, and tries once more what may pass.
"""
