/** The look of a conversation, beside that of the card. */
const CSS = `
.chat { display: flex; flex-direction: column; flex: 0 1 auto; padding: 0; min-block-size: 0 }
.talked { flex-basis: 520px }
.chat header { display: flex; align-items: center; gap: 4px; padding-block: 12px 0; padding-inline: 20px 12px }
.chat h2 { flex: 1; margin: 0 }
.chat > p { padding-inline: 20px; flex: none }
.chat > [role=status] { padding-block-end: 12px; border-block-end: 1px solid var(--line) }
.plain { min-block-size: 32px; padding: 4px 8px; font-weight: 400; border-color: transparent; color: var(--quiet) }
.plain:hover { color: var(--text) }
.icon { inline-size: 32px; display: grid; place-items: center }
.icon::before { content: ""; inline-size: 14px; border-block-end: 2px solid; transform: translateY(3px) }
.log { flex: 1 1 auto; min-block-size: 48px; overflow: auto; overscroll-behavior: contain; padding: 16px 20px; display: flex; flex-direction: column; gap: 8px; outline-offset: -2px }
.log:empty { display: none }
.said { position: relative; max-inline-size: 85%; align-self: flex-start }
.said p { padding: 8px 12px; color: var(--text); border: 1px solid var(--line); border-radius: calc(var(--radius) * .83); white-space: pre-wrap }
.own { align-self: flex-end }
.own p { color: var(--on-accent); background: var(--accent); border-color: var(--accent) }
.unsent p { color: var(--text); background: none; border-style: dashed }
.said small { display: block; padding-inline: 4px; font-size: 13px; color: var(--quiet); font-variant-numeric: tabular-nums }
.said small:empty { display: none }
.own small { text-align: end }
.again { min-block-size: 24px; padding: 0 4px; border: 0; color: var(--text); text-decoration: underline; text-underline-offset: 3px }
.writing { min-block-size: 1.45em; font-size: 13px; animation: in .24s ease-out }
.foot { flex: none; padding: 4px 20px 20px }
.foot .actions { margin-block-start: 12px }
.composer { display: flex; align-items: flex-end; gap: 8px }
.composer textarea { flex: 1; min-inline-size: 0; max-block-size: 120px; resize: none; field-sizing: content }
::placeholder { color: var(--quiet); opacity: 1 }
.unread { margin-inline-start: 8px; padding: 0 8px; border-radius: 99px; color: var(--on-accent); background: var(--accent); border: 1px solid transparent }
@media (max-height: 360px) {
  .chat header { padding-block: 4px 0 }
  .chat > [role=status] { padding-block-end: 4px }
  .log { padding-block: 8px }
  .writing { display: none }
  .foot { padding: 4px 12px 8px }
}
`;

/** The style sheet of a conversation. */
export function createChatStyle(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS.replace(/\s+/g, ' '));
  return sheet;
}
