import { fieldsAt, isFields, listAt, textAt, textsAt, type Fields } from "./read.ts";

/** True when a label selector matches; an empty one matches everything, none matches nothing. */
export function selects(selector: unknown, labels: Fields): boolean {
  if (!isFields(selector)) return false;
  const equal = Object.entries(fieldsAt(selector, "matchLabels"));
  return (
    equal.every(([key, value]) => labels[key] === value) &&
    listAt(selector, "matchExpressions").every((each) => fulfils(each, labels))
  );
}

function fulfils(expression: unknown, labels: Fields): boolean {
  const key = textAt(expression, "key") ?? "";
  const value = labels[key];
  const values = textsAt(expression, "values");
  switch (textAt(expression, "operator")) {
    case "In":
      return typeof value === "string" && values.includes(value);
    case "NotIn":
      return typeof value !== "string" || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}
