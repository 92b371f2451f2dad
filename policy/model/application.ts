import { at, isFields, listAt, textAt, type Fields } from "./read.ts";
import { ofKind, type Stack } from "./stack.ts";
import { nameOf, type Subject } from "./subject.ts";

const group = "argoproj.io";

/** All Applications of a stack. */
export function applications(stack: Stack): readonly Subject[] {
  return ofKind(stack, group, "Application");
}

/** All AppProjects of a stack. */
export function appProjects(stack: Stack): readonly Subject[] {
  return ofKind(stack, group, "AppProject");
}

/** One source of an Application; it may have several. */
export interface ApplicationSource {
  readonly subject: Subject;
  /** Path in the Application, such as `spec.source`. */
  readonly path: string;
  readonly source: Fields;
}

/** Every source of every Application. */
export function applicationSources(stack: Stack): readonly ApplicationSource[] {
  return applications(stack).flatMap(sourcesOf);
}

/** The sources of one Application. */
export function sourcesOf(subject: Subject): readonly ApplicationSource[] {
  const one = at(subject.object, "spec.source");
  const single = isFields(one) ? [{ subject, path: "spec.source", source: one }] : [];
  const several = listAt(subject.object, "spec.sources").map((source, position) => ({
    subject,
    path: `spec.sources[${position}]`,
    source: isFields(source) ? source : {},
  }));
  return [...single, ...several];
}

const indices = new WeakMap<Stack, ReadonlyMap<string, readonly Subject[]>>();

/** Objects that an Application renders. */
export function renderedBy(stack: Stack, application: Subject): readonly Subject[] {
  let index = indices.get(stack);
  if (index === undefined) {
    const behind = stack.subjects.filter(({ origin }) => origin.depth === "application");
    index = Map.groupBy(behind, ({ origin }) => origin.owner);
    indices.set(stack, index);
  }
  return index.get(nameOf(application)) ?? [];
}

/** The AppProject an Application names, when it is of this stack. */
export function projectOf(stack: Stack, application: Subject): Subject | undefined {
  const name = textAt(application.object, "spec.project");
  return appProjects(stack).find((project) => nameOf(project) === name);
}

/** Argo CD's glob: `*` stands for anything, also across `/`. */
export function globMatches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}
