/** A service and the team that is told about it. */
export interface ServiceTeam {
  readonly name: string;
  readonly team: string;
}

/**
 * The label `team` of an alert whose series carry the label `service`, as a template that Prometheus
 * fills in: one rule serves all services. For an unknown service it is empty, and so left out.
 */
export function teamLabel(services: readonly ServiceTeam[]): Readonly<Record<string, string>> {
  const teams = [...new Set(services.map(({ team }) => team))].sort();
  if (teams.length === 0) {
    return {};
  }
  const branches = teams.map((team, index) => {
    const names = services.filter((service) => service.team === team).map(({ name }) => name);
    const word = index === 0 ? "if" : "else if";
    return `{{ ${word} match "^(${names.sort().join("|")})$" $labels.service }}${team}`;
  });
  return { team: `${branches.join("")}{{ end }}` };
}
