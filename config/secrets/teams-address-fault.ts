/** Where Workflows listen (what Argo CD's notifications-engine accepts, pkg/services/teams-workflows.go). */
const workflowHosts =
  /(^|\.)(api\.powerautomate\.com|api\.powerplatform\.com|flow\.microsoft\.com)$/i;
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const advice =
  'In Teams, choose "Workflows" at the channel, then "Send webhook alerts to a channel", and copy the ' +
  "address it shows.";

/** What is wrong with the address of a Teams Workflow; whoever has the address can post there. */
export function teamsAddressFault(value: string): string | undefined {
  if (!URL.canParse(value) || /\s/.test(value)) {
    return `must be the address of a Teams Workflow (found no URL). ${advice}`;
  }
  const { protocol, hostname, pathname } = new URL(value);
  const retired = retiredFault(value);
  if (retired !== undefined) return retired;
  const isHere = protocol === "http:" && loopback.test(hostname);
  if (protocol !== "https:" && !isHere) {
    return `must begin with https:// (found another scheme). ${advice}`;
  }
  if (workflowHosts.test(hostname) || /\/powerautomate\//i.test(pathname)) return undefined;
  if (hostname.endsWith("webhook.office.com") && pathname.startsWith("/workflows"))
    return undefined;
  return `must be the address of a Teams Workflow (found another address). ${advice}`;
}

/** True for an Office 365 connector: its host answers, and nothing arrives in any channel. */
export function isRetiredConnector(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { hostname, pathname } = new URL(value);
  return (
    (/(^|\.)webhook\.office\.com$/i.test(hostname) && !pathname.startsWith("/workflows")) ||
    (/(^|\.)outlook\.office(365)?\.com$/i.test(hostname) && pathname.startsWith("/webhook"))
  );
}

/** Addresses that were right once; nothing answers there any more. */
function retiredFault(value: string): string | undefined {
  if (isRetiredConnector(value)) {
    return (
      "must be the address of a Teams Workflow (found an Office 365 connector, which Microsoft " +
      `retired on 2026-03-31; nothing arrives there). ${advice}`
    );
  }
  if (!/(^|\.)logic\.azure\.com$/i.test(new URL(value).hostname)) return undefined;
  return (
    "must be the address of a Teams Workflow as it is shown today (found one at logic.azure.com, which " +
    `Microsoft has replaced by powerplatform.com). ${advice}`
  );
}
