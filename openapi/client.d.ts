// Generated from openapi/openapi.json by npm run generate.

export interface paths {
    "/v1/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a visit and get its token
         * @description With a publishable key from one of its origins, or with an API key, which alone may name the visit.
         */
        post: operations["createVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/visits/{visitId}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a fresh token for a visit
         * @description With `visitorId` an anonymous visit becomes that visitor’s. A visit of another visitor is refused: another visitor is another visit.
         */
        post: operations["renewVisitToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/visits/{visitId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask whether a visit can be invited now */
        get: operations["getVisit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Place a new interaction in the Qualified queue */
        post: operations["createInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an interaction, settled to this moment */
        get: operations["getInteraction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read every fact of an interaction, in order */
        get: operations["getInteractionHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/displayed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Report that the invitation is on screen */
        post: operations["reportDisplayed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/disposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Post the visitor's answer to the invitation */
        post: operations["postDisposition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/registration-form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Post the completed registration form */
        post: operations["completeRegistrationForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a chat with an agent
         * @description With `interactionId` for an accepted invitation whose form is completed: 201 when it begins, 200 when there is one already. Without it the visitor begins the chat by themself.
         */
        post: operations["requestChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chats/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask whether somebody is there to chat */
        get: operations["getChatAvailability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chats/{chatId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a chat as its visitor sees it, settled to this moment */
        get: operations["getChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chats/{chatId}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that the visitor's page is there */
        post: operations["reportChatSeen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chats/{chatId}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the chat for the visitor */
        post: operations["leaveChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chats/{chatId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what was said, oldest first */
        get: operations["getChatMessages"];
        put?: never;
        /** Say something to the agent */
        post: operations["sayInChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chats/{chatId}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hint that the visitor is writing; never stored */
        post: operations["typeInChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/visits/{visitId}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Be told what happens to a visit, as server-sent events
         * @description Events `invitation` (show it: the interaction, for its page with its `token`, texts as `invitation`, and `deadlineAt`), `revoke` (take it away) and `update`. The `id` is `interactionId:sequence`. On connect comes the current interaction, and `revoke` when the one named in `Last-Event-ID` has closed; nothing is replayed. Every 15 s comes a heartbeat: a comment and, for pages, the event `heartbeat` with `serverTime` and `intervalSeconds`, without an `id`. Who does not read is disconnected, and so is whose credential is withdrawn or expires. Of a visit with ten streams the oldest makes room.
         */
        get: operations["streamVisit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whose session of the desk this browser has
         * @description Answers 200 without one, too: a page that asks makes no failing request.
         */
        get: operations["getAgentSession"];
        put?: never;
        /**
         * Sign the desk in with an agent's key
         * @description Sets a cookie for `/v1/agent`, good for a day and no longer than the key. Requests with it must come from a page of this service, as JSON.
         */
        post: operations["beginAgentSession"];
        /** Sign the desk out */
        delete: operations["endAgentSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read where you stand, what rings, and your chats */
        get: operations["getDesk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Be there; not ready yet */
        post: operations["logInAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take chats */
        post: operations["readyAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Be gone: active chats are queued again, at once */
        post: operations["logOutAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/not-ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take no more chats; what rings is offered to others */
        post: operations["notReadyAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that you are there
         * @description Every request of an agent says so too. `agents.presenceTimeout` after the last one the agent is logged out.
         */
        post: operations["beat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/chats/{chatId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a chat that you have, or that rings */
        get: operations["getAgentChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/chats/{chatId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what was said in a chat of yours */
        get: operations["getAgentChatMessages"];
        put?: never;
        /** Say something to the visitor */
        post: operations["sayAsAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/chats/{chatId}/farewell": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask why a chat of yours is yours no more */
        get: operations["getFarewell"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/chats/{chatId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a chat that rings */
        post: operations["acceptChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/chats/{chatId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not take a chat that rings; it is offered to others */
        post: operations["rejectChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/chats/{chatId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a chat */
        post: operations["endAgentChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/chats/{chatId}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have finished a chat that ended: the place is free */
        post: operations["finishChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/chats/{chatId}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand a chat on, to a group or an agent
         * @description Your place is free at once. An agent who is named is asked once; then it goes on in the group it came from.
         */
        post: operations["transferAgentChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/chats/{chatId}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hint that you are writing; never stored */
        post: operations["typeAsAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Be told what concerns you, as server-sent events
         * @description Events `state` (where you stand), `offer` (a chat rings: `chatId`, `until`, `chat`), `withdraw` (it does not any more), `chat` (one of yours changed), `message` and `typing` (of a chat of yours), and `ping` every 15 s, to be answered with `POST /v1/agent/heartbeat`: only what a client sends says that it is there. On connect comes what is so; nothing is replayed.
         */
        get: operations["streamAgent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ask to whom a chat can be handed on */
        get: operations["listTransferTargets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/engage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide for an engagement: invite the visitor */
        post: operations["engageInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/noengage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide against an engagement */
        post: operations["noengageInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/interactions/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the processing of a terminal interaction */
        post: operations["stopInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chats/{id}/route": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a waiting chat to a group, or to an agent
         * @description A named agent is asked once; then the chat goes on in its group. One that rings is taken back from where it rings.
         */
        post: operations["routeChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chats/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a waiting chat, with a last word */
        post: operations["endChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/server/data/gateway/engage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide for an engagement, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        post: operations["serverGatewayEngage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/server/data/gateway/noengage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide against an engagement, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        post: operations["serverGatewayNoengage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backend/data/gateway/engage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide for an engagement, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        post: operations["backendGatewayEngage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backend/data/gateway/noengage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide against an engagement, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        post: operations["backendGatewayNoengage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pacing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how many more visitors may be invited to a chat, and what that follows from
         * @description Of a group to which invitations do not lead: slots, free and waiting.
         */
        get: operations["getPacing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/server/data/pacing/reactiveState": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read which share of reactive chats is let through, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        get: operations["serverReactiveState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/server/data/pacing/channelCapacity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how many chats agents would take now, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        get: operations["serverChannelCapacity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backend/data/pacing/reactiveState": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read which share of reactive chats is let through, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        get: operations["backendReactiveState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backend/data/pacing/channelCapacity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how many chats agents would take now, as strategies for the original do
         * @description The API key may come as Bearer, as the password of Basic, or as `?key=`.
         */
        get: operations["backendChannelCapacity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/orchestration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Instruct by one signed webhook: of interactions engage, noengage, stop; of chats route, end
         * @description Signed as Standard Webhooks say, with `STRATEGY_SECRET` or a secret made for a strategy. The same call with the same `webhook-id` within 24 hours is answered as the first time, and nothing is done twice; another call under it is refused.
         */
        post: operations["receiveInstruction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{name}/pull": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pull what waits in a queue: each interaction to one puller
         * @description Hands out what the view shows and nobody has on lease. A decision on the interaction, by whomever, ends the lease; when it ends before, the interaction is handed out again. Possible while nobody else decides in the queue (`STRATEGY=none`, or its Enhanced Routing object says `none`), and through `.Clean` views always.
         */
        post: operations["pullFromView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leases/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep what was pulled for longer
         * @description From now on for so long, never shorter than it would have been. Only by the key that pulled.
         */
        post: operations["extendLease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/leases/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back what was pulled, undecided
         * @description It is handed out again at once, or after a while. Only by the key that pulled.
         */
        post: operations["releaseLease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See at one look what is where, and what goes wrong
         * @description Queues, what passed in the last minutes and where visitors were lost, chats, agents, pacing, deliveries that fail, readiness. Read once for all who ask at a time.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Be told what an operator sees, live, as server-sent events
         * @description First the event `overview`: all that `GET /v1/admin/overview` says; later ones have `serverTime` and the members that changed. `changes` names what changed: `{ "interactions": [{ id, visitId, state, queue, status, sequence }], "chats": [{ id, visitId, interactionId, state, outcome, queue, agent, version }], "settings", "more" }`, at most 200 of each; with `settings` something changed that operators set, with `more` so did others: look again. Both come four times a second at most. After `Last-Event-ID` comes once what changed since, or `more` when that is not known any more. Every 15 s comes a heartbeat: a comment and the event `heartbeat`, without an `id`. Who does not read is disconnected, and so is whose key is revoked, or whose session ends.
         */
        get: operations["streamOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find anything by its id, or by its name
         * @description Ids, visits and visitors as a whole; queues, options, agents, endpoints and objects by any part of their name, the best first. At most 20, and none when nothing is like that.
         */
        get: operations["find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every option with its value and what is valid */
        get: operations["listOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/options/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one option */
        get: operations["getOption"];
        /** Change an option, effective immediately */
        put: operations["setOption"];
        post?: never;
        /** Put an option back to its default */
        delete: operations["resetOption"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/options/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of an option, newest first */
        get: operations["getOptionHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/options/{name}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the value of an earlier version the newest */
        post: operations["rollBackOption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List interactions, newest first
         * @description States are those of the last sweep, well under a second ago; a single read settles.
         */
        get: operations["listInteractions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/interactions/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the processing of a terminal interaction */
        post: operations["adminStopInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/interactions/{id}/clean": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a stuck interaction out of its queue
         * @description From Qualified and Engaged it moves to Failed, reason `cleaned`; in a terminal queue it is stopped.
         */
        post: operations["cleanInteraction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every queue with its counts */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/queues/{name}/clean": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take stuck interactions out of a queue
         * @description Those in Qualified and Engaged move to Failed, reason `cleaned`; terminal ones are stopped.
         */
        post: operations["cleanQueue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/leases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who holds what until when, newest first
         * @description Leases that have not ended. `webengagement interactions clean` ends one by deciding.
         */
        get: operations["listLeases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the processes that serve, and what each does in the background
         * @description One with a data directory, as many as there are with a PostgreSQL database.
         */
        get: operations["listNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/objects/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the provisioned objects of a kind */
        get: operations["listObjects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/objects/{kind}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one provisioned object */
        get: operations["getObject"];
        /**
         * Make an object, or replace its properties
         * @description What was read can be sent back; the same properties again change nothing. To name the address of a remote strategy, the key needs the scope `admin:read` too: its questions carry what that reads.
         */
        put: operations["putObject"];
        post?: never;
        /**
         * Delete an object that nothing uses
         * @description Otherwise it is refused, and `users` lists what names or needs it.
         */
        delete: operations["deleteObject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/provisioning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create or correct every object around the queues, in one transaction
         * @description A second run changes nothing. With `overwrite`, what is its own is replaced.
         */
        post: operations["provision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the API keys, newest first */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key; its text is shown this once
         * @description It gets no scope that the key which makes it does not hold itself.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description The admin key is never revoked: another one in `ADMIN_KEY` replaces it at the next start.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/publishable-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the publishable keys, newest first */
        get: operations["listPublishableKeys"];
        put?: never;
        /**
         * Make a publishable key for some origins
         * @description The key needs the scope `interactions:create` too: its visits may do as much.
         */
        post: operations["createPublishableKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/publishable-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a publishable key */
        delete: operations["revokePublishableKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the secrets that verify browser tokens, newest first */
        get: operations["listSigningKeys"];
        put?: never;
        /**
         * Sign browser tokens with a new secret from now on
         * @description Tokens signed before stay good until they expire. Happens by itself every 30 days.
         */
        post: operations["rotateSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/signing-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Make every browser token void that a secret signed, at once
         * @description For a secret that leaked. The one that signs is replaced in the same change; pages begin their visits anew.
         */
        delete: operations["deleteSigningKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whose session of the console this browser has
         * @description Answers 200 without one, too: a page that asks makes no failing request.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign the console in with an API key
         * @description Takes the key, or a code for the admin key that `webengagement console` made in the data directory or database, good once and for a minute. Sets a cookie that stands for the key for eight hours, and no longer than the key is good. Requests with it must come from a page of this service (`Sec-Fetch-Site: same-origin`), as JSON.
         */
        post: operations["beginSession"];
        /** Sign the console out */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who is signed in to the console, newest first */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign somebody out of the console */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/engagement-logic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the rules of the built-in strategy */
        get: operations["getEngagementLogic"];
        /**
         * Change the rules of the built-in strategy, effective immediately
         * @description The first rule that applies decides; when none does, the visitor is engaged.
         */
        put: operations["setEngagementLogic"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/engagement-logic/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of the rules */
        get: operations["getEngagementLogicHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/engagement-logic/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the rules of an earlier version the newest */
        post: operations["rollBackEngagementLogic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/engagement-logic/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See what the rules would decide on an interaction now
         * @description The same decision as the real one, by the rules in force or by those given; changes nothing.
         */
        post: operations["tryEngagementLogic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/chat-routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the rules of Chat Routing */
        get: operations["getChatRouting"];
        /**
         * Change the rules of Chat Routing, effective immediately
         * @description Judged once for each placement: the first rule that applies says where the chat goes; when none does, to the group of `pacing.connector.chatGroup`.
         */
        put: operations["setChatRouting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/chat-routing/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of the rules */
        get: operations["getChatRoutingHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/chat-routing/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the rules of an earlier version the newest */
        post: operations["rollBackChatRouting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/chat-routing/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See who would get a chat now, and why the others not
         * @description The same decision as the real one, by the rules in force or by those given; changes nothing.
         */
        post: operations["tryChatRouting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the SCXML strategies, each by its newest version
         * @description Without their text. The rules of Engagement Logic and Chat Routing have addresses of their own.
         */
        get: operations["listStrategies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a version of a strategy, with its text */
        get: operations["getStrategy"];
        /**
         * Push a strategy: its bundle becomes the newest version
         * @description One document as `application/scxml+xml`, or every document of a project as JSON. A bundle with errors is refused with all of them; the text in force again makes no version. Sessions that run keep the version they began with.
         */
        put: operations["putStrategy"];
        post?: never;
        /**
         * Delete a strategy that nothing routes to, with every version
         * @description Otherwise it is refused, and `users` lists what names it. A strategy that is pushed under the name again goes on with the next number.
         */
        delete: operations["deleteStrategy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of a strategy, newest first */
        get: operations["getStrategyHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/{name}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the text of an earlier version the newest version */
        post: operations["rollBackStrategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/{name}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a strategy on scripted answers, and see what it would decide
         * @description Nothing is called and nothing is stored: fetches and submits are answered by `answers`, and the clock is virtual.
         */
        post: operations["tryStrategy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategies/{name}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the last sessions of a strategy with their traces, newest first
         * @description Those of the last hour that this process ran: every one that failed or decided nothing, up to 50 of all strategies, and a few of the others.
         */
        get: operations["listStrategySessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategy-secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the secrets of strategies, newest first */
        get: operations["listStrategySecrets"];
        put?: never;
        /**
         * Make a secret with which a strategy signs its calls; it is shown this once
         * @description The key needs the scope `orchestration` too: whoever has the secret can do as much.
         */
        post: operations["createStrategySecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/strategy-secrets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a secret of a strategy */
        delete: operations["revokeStrategySecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List refused creations and decisions against an engagement, newest first
         * @description The newest 10000 are listed, of one visit 500, none older than the retention; `counts` has all.
         */
        get: operations["listRefusals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every change made by ops, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy the database into the folder `backups` of the data directory
         * @description As of one moment, while everything goes on; answered once the copy is checked and on disk. `webengagement restore` takes it.
         */
        post: operations["makeBackup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the backups that the service made, newest first */
        get: operations["listBackups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the endpoints, newest first */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Subscribe an address; the secret is shown this once
         * @description It is told what happens from now on. The key needs the scope `admin:read` too: messages carry what it reads; for `chat.message` also `chats:read`.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one endpoint */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /** Remove an endpoint and its deliveries */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint, disable it or enable it again
         * @description An endpoint that is enabled again is told what happens from then on; `recover` sends what it missed.
         */
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/v1/admin/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret; it is shown this once
         * @description For 24 hours each delivery is signed with the old and the new one.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to this endpoint alone
         * @description Delivered like every message: `GET /v1/admin/deliveries?endpointId=` shows what came of it.
         */
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhook-endpoints/{id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the last 24 hours were like */
        get: operations["getWebhookStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List deliveries with their attempts, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/deliveries/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message once more, with its id
         * @description The schedule of attempts starts again.
         */
        post: operations["resendDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/webhook-endpoints/{id}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send what an endpoint missed since a moment
         * @description Messages that failed for good or were never sent to it, oldest first: 202. A dry run says how many that would be, is not audited, and answers 200.
         */
        post: operations["recoverWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pull the events, oldest first
         * @description An event is kept when an endpoint subscribed to its type when it happened. What was said in chats (`chat.message`) has its `data` for keys with the scope `chats:read` alone, and is audited.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/visitors/{visitorId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything kept of a visitor: interactions with user data, form and history, and chats
         * @description States are those of the last sweep, well under a second ago. A person of whom nothing is known has an empty export. Cut off when it cannot be read to its end, when the person is erased or the key is revoked meanwhile. What was said in chats is in it for keys with the scope `chats:read` alone, and is audited.
         */
        get: operations["exportVisitor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/visitors/{visitorId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget a visitor: remove everything personal, end what is live
         * @description The anonymous history and the counts stay. Asking again is harmless, and finishes what was cut short. A person of whom nothing is kept is answered with 404 unless `missing=ok`.
         */
        delete: operations["eraseVisitor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/identities/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything kept of a contact: interactions with user data, form and history, and chats
         * @description States are those of the last sweep, well under a second ago. A person of whom nothing is known has an empty export. Cut off when it cannot be read to its end, when the person is erased or the key is revoked meanwhile. What was said in chats is in it for keys with the scope `chats:read` alone, and is audited.
         */
        get: operations["exportIdentity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/identities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget a contact: remove everything personal, end what is live
         * @description The anonymous history and the counts stay. Asking again is harmless, and finishes what was cut short. A person of whom nothing is kept is answered with 404 unless `missing=ok`.
         */
        delete: operations["eraseIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the agents, with where they stand */
        get: operations["listAgents"];
        put?: never;
        /**
         * Make an agent; the key is shown this once
         * @description With the first agent, accepted invitations to a chat become chats here, unless `chat.automatic` says otherwise: `note` says so.
         */
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/agents/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an agent */
        get: operations["getAgent"];
        put?: never;
        post?: never;
        /** Take an agent away who has no open chats */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        /** Change an agent; what is left out stays as it is */
        patch: operations["changeAgent"];
        trace?: never;
    };
    "/v1/admin/agents/{name}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an agent take chats */
        post: operations["adminReadyAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/agents/{name}/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log an agent out: active chats are queued again */
        post: operations["adminLogOutAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/agents/{name}/not-ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an agent no more chats */
        post: operations["adminNotReadyAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/agents/{name}/rotate-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an agent another key, shown this once
         * @description The key before is void at once: sessions and streams that began with it end.
         */
        post: operations["rotateAgentKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List chats, newest first
         * @description States are those of the last sweep, well under a second ago; a single read settles.
         */
        get: operations["listChats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/chats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a chat, settled to this moment */
        get: operations["adminGetChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/chats/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read every fact of a chat, in order */
        get: operations["getChatHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/chats/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what was said in a chat; audited
         * @description What people write to each other needs a scope of its own.
         */
        get: operations["adminGetChatMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/chats/{id}/clean": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a stuck chat out of its queue */
        post: operations["cleanChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/chats/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a chat */
        post: operations["stopChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/chats/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand a chat on, to a group or an agent */
        post: operations["transferChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/interactions/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop or clean every interaction of a filter
         * @description Step by step, newest first: ask again with `nextPageToken` until that is null. What is new meanwhile is left, what is done stays done, and to ask for the same again is safe. The audit has a line at the beginning, and one with all that came of it.
         */
        post: operations["bulkInteractions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/chats/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop or clean every chat of a filter
         * @description Step by step, newest first: ask again with `nextPageToken` until that is null. What is new meanwhile is left, what is done stays done, and to ask for the same again is safe. The audit has a line at the beginning, and one with all that came of it.
         */
        post: operations["bulkChats"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/deliveries/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send every message of a filter once more
         * @description Those that failed until now, unless `status` says otherwise. Step by step, newest first: ask again with `nextPageToken` until that is null. What is new meanwhile is left, what is done stays done, and to ask for the same again is safe. The audit has a line at the beginning, and one with all that came of it.
         */
        post: operations["resendDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the statistics, and whether they can be evaluated
         * @description Those that the options of the Stat Server define, each an option section.
         */
        get: operations["listStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/statistics/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Evaluate a statistic now
         * @description Counted with each fact, so that retention and erasure take nothing from it. With `filter`, from the interactions and chats that are still kept.
         */
        get: operations["getStatistic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/statistics/{name}/recount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count a statistic anew from the facts that are kept
         * @description For one that was edited, or added, when it should know what was before. Answered once it is done; what happens meanwhile is counted too. What retention has removed is not counted any more.
         */
        post: operations["recountStatistic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/reports/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report what waits in each queue, and what agents can take
         * @description What waits is of now; what entered, its outcomes and the service level are of today.
         */
        get: operations["reportQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/reports/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Report where each agent stands, and what each has done today */
        get: operations["reportAgents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/admin/reports/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report how far invitations come, and where they are lost
         * @description By the moment of each step, counted with it: retention and erasure take nothing from it. Chats are those that an invitation led to.
         */
        get: operations["reportFunnel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it can do its work now; `?verbose` lists the checks */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in the text format of Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/origin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether this page may use a publishable key
         * @description Always answered with 200 and to every origin: a refusal would be an error in the console of the visitor.
         */
        get: operations["checkOrigin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "interaction.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An interaction was placed in the Qualified queue. */
        post: operations["on_interaction_created"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.engaged": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The strategy decided to invite the visitor. */
        post: operations["on_interaction_engaged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.displayed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The invitation was on screen. */
        post: operations["on_interaction_displayed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.accepted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The visitor accepted. `data` has the phone number and the identity, as far as they are known. */
        post: operations["on_interaction_accepted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The visitor declined. */
        post: operations["on_interaction_rejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.timed_out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The browser's own display time ran out. */
        post: operations["on_interaction_timed_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It ended without an answer; `data.interaction.reason` says why. */
        post: operations["on_interaction_failed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.missed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It expired before it was displayed, while `engagement.queueMissed` is set. */
        post: operations["on_interaction_missed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "registration_form.completed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The visitor completed the registration form. */
        post: operations["on_registration_form_completed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "registration_form.expired": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The registration form was not completed in time. */
        post: operations["on_registration_form_expired"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.stopped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Its processing ended. */
        post: operations["on_interaction_stopped"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.erased": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The person asked to be forgotten; nothing personal is left in it. */
        post: operations["on_interaction_erased"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "chat.not_started": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An invitation to a chat was accepted, and yet no chat began; the history of the interaction says why. */
        post: operations["on_chat_not_started"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "chat.queued": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A chat waits for an agent. */
        post: operations["on_chat_queued"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "chat.offered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It rings at `data.chat.agent`. */
        post: operations["on_chat_offered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "chat.rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The agent at whom it rang did not want it. */
        post: operations["on_chat_rejected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "chat.requeued": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It waits again, in its place, or before others when its agent was lost. */
        post: operations["on_chat_requeued"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "chat.accepted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An agent took it. */
        post: operations["on_chat_accepted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "chat.transferred": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It was handed on, to a group or an agent. */
        post: operations["on_chat_transferred"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "chat.ended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It is over for the visitor; `data.chat.outcome` says how. */
        post: operations["on_chat_ended"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "agent.logged_in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An agent is there, and not ready yet. */
        post: operations["on_agent_logged_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "agent.ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An agent takes chats. */
        post: operations["on_agent_ready"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "agent.not_ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An agent takes no more chats; `data.agent.reason` may say why. */
        post: operations["on_agent_not_ready"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "agent.logged_out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An agent is gone; the reason `connection_lost` says that nobody said so. */
        post: operations["on_agent_logged_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "interaction.creation_refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No interaction was created for a visit; `data.code` says why. Has no sequence. */
        post: operations["on_interaction_creation_refused"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "option.changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ops changed an option. Has no sequence. */
        post: operations["on_option_changed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook_endpoint.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An endpoint is not sent anything any more; `data.reason` says why. Told to the others. */
        post: operations["on_webhook_endpoint_disabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "webhook_endpoint.tested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sent on request, to one endpoint only, whatever it subscribed to. */
        post: operations["on_webhook_endpoint_tested"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "chat.message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Somebody wrote in a chat. Only for endpoints that name it: neither `*` nor `chat.*` is enough. */
        post: operations["on_chat_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "strategy.requested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A remote strategy is asked what is to be done with a Qualified interaction, or a waiting chat.
         * @description Only the URL that the Enhanced Routing object of the queue names is asked (about interactions: in `STRATEGY`, where that is set), then `STRATEGY_FALLBACK`, each within 2 seconds; the same `webhook-id` over all attempts.
         */
        post: operations["on_strategy_requested"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Interaction: {
            /** Format: uuid */
            id: string;
            /**
             * @description The role of the queue it is in.
             * @enum {string}
             */
            state: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
            /** @description The name of the queue it was placed in. */
            queue: string;
            /** @enum {string} */
            status: "active" | "stopped";
            /** @description Null once the person is erased. */
            visitId: string | null;
            /** @description The visitor, as the site knows them. */
            visitorId: string | null;
            /** @description Whether only a browser named the visitor: nobody has proven who it is, no cap counts it, and the export of the visitor has it not. */
            visitorIdClaimed: boolean;
            /** @enum {string|null} */
            channel: "proactiveChat" | "proactiveCallback" | null;
            /** @description What the visit was found worth an offer for. */
            category: string | null;
            /** @description The page the visit was on. */
            pageId: string | null;
            /** @description Its address. */
            pageUrl: string | null;
            /**
             * @description The visitor's answer, or `timeout` set by the server.
             * @enum {string|null}
             */
            dispositionCode: "acceptCall" | "reject" | "timeout" | null;
            /**
             * @description Why it ended, when not by the visitor's answer.
             * @enum {string|null}
             */
            reason: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased" | null;
            /** @description The strategy's own words. Never shown to browsers. */
            reasonDetail?: string | null;
            /** @description The rule of Engagement Logic that engaged. Never shown to browsers. */
            engagementRule?: string | null;
            /**
             * Format: date-time
             * @description When it was placed in the Qualified queue. RFC 3339, UTC, with milliseconds.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the strategy said engage. RFC 3339, UTC, with milliseconds.
             */
            engagedAt: string | null;
            /**
             * Format: date-time
             * @description When the invitation was on screen. RFC 3339, UTC, with milliseconds.
             */
            displayedAt: string | null;
            /**
             * Format: date-time
             * @description When it reached its terminal state; for an expiry, the deadline. RFC 3339, UTC, with milliseconds.
             */
            disposedAt: string | null;
            /**
             * Format: date-time
             * @description When its processing ended. RFC 3339, UTC, with milliseconds.
             */
            stoppedAt: string | null;
            /**
             * Format: date-time
             * @description When the clock that runs on it ends. RFC 3339, UTC, with milliseconds.
             */
            deadlineAt: string | null;
            /**
             * Format: date-time
             * @description Now, on the clock of the service. RFC 3339, UTC, with milliseconds.
             */
            serverTime: string;
            /** @description Null until the invitation is accepted. */
            registrationForm: {
                /** @enum {string} */
                status: "pending" | "completed" | "expired" | "completed_late";
                fields: {
                    [key: string]: string;
                };
                /** Format: date-time */
                completedAt: string | null;
            } | null;
            /** @description The contact the interaction is bound to. Never shown to browsers. */
            identity?: {
                id: string;
                key: string;
                value: string;
            } | null;
            /** @description The chat that it led to. */
            chatId: string | null;
            /** @description Data about the visit for the agent. */
            caseData: {
                [key: string]: string;
            };
            /** @description Attached key-values. Never shown to browsers. */
            userData?: {
                [key: string]: string;
            };
            /** @description Rises by one with each change. */
            version: number;
        };
        CreatedInteraction: {
            /** Format: uuid */
            id: string;
            /**
             * @description The role of the queue it is in.
             * @enum {string}
             */
            state: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
            /** @description The name of the queue it was placed in. */
            queue: string;
            /** @enum {string} */
            status: "active" | "stopped";
            /** @description Null once the person is erased. */
            visitId: string | null;
            /** @description The visitor, as the site knows them. */
            visitorId: string | null;
            /** @description Whether only a browser named the visitor: nobody has proven who it is, no cap counts it, and the export of the visitor has it not. */
            visitorIdClaimed: boolean;
            /** @enum {string|null} */
            channel: "proactiveChat" | "proactiveCallback" | null;
            /** @description What the visit was found worth an offer for. */
            category: string | null;
            /** @description The page the visit was on. */
            pageId: string | null;
            /** @description Its address. */
            pageUrl: string | null;
            /**
             * @description The visitor's answer, or `timeout` set by the server.
             * @enum {string|null}
             */
            dispositionCode: "acceptCall" | "reject" | "timeout" | null;
            /**
             * @description Why it ended, when not by the visitor's answer.
             * @enum {string|null}
             */
            reason: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased" | null;
            /** @description The strategy's own words. Never shown to browsers. */
            reasonDetail?: string | null;
            /** @description The rule of Engagement Logic that engaged. Never shown to browsers. */
            engagementRule?: string | null;
            /**
             * Format: date-time
             * @description When it was placed in the Qualified queue. RFC 3339, UTC, with milliseconds.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the strategy said engage. RFC 3339, UTC, with milliseconds.
             */
            engagedAt: string | null;
            /**
             * Format: date-time
             * @description When the invitation was on screen. RFC 3339, UTC, with milliseconds.
             */
            displayedAt: string | null;
            /**
             * Format: date-time
             * @description When it reached its terminal state; for an expiry, the deadline. RFC 3339, UTC, with milliseconds.
             */
            disposedAt: string | null;
            /**
             * Format: date-time
             * @description When its processing ended. RFC 3339, UTC, with milliseconds.
             */
            stoppedAt: string | null;
            /**
             * Format: date-time
             * @description When the clock that runs on it ends. RFC 3339, UTC, with milliseconds.
             */
            deadlineAt: string | null;
            /**
             * Format: date-time
             * @description Now, on the clock of the service. RFC 3339, UTC, with milliseconds.
             */
            serverTime: string;
            /** @description Null until the invitation is accepted. */
            registrationForm: {
                /** @enum {string} */
                status: "pending" | "completed" | "expired" | "completed_late";
                fields: {
                    [key: string]: string;
                };
                /** Format: date-time */
                completedAt: string | null;
            } | null;
            /** @description The contact the interaction is bound to. Never shown to browsers. */
            identity?: {
                id: string;
                key: string;
                value: string;
            } | null;
            /** @description The chat that it led to. */
            chatId: string | null;
            /** @description Data about the visit for the agent. */
            caseData: {
                [key: string]: string;
            };
            /** @description Attached key-values. Never shown to browsers. */
            userData?: {
                [key: string]: string;
            };
            /** @description Rises by one with each change. */
            version: number;
            /** @description For the browser: good for this interaction, 24 hours. */
            token: string;
        };
        HistoryItem: {
            /** @description 1, 2, 3, … without gaps. */
            sequence: number;
            /** @enum {string} */
            type: "interaction.created" | "interaction.engaged" | "interaction.displayed" | "interaction.accepted" | "interaction.rejected" | "interaction.timed_out" | "interaction.failed" | "interaction.missed" | "registration_form.completed" | "registration_form.expired" | "interaction.stopped" | "interaction.erased" | "chat.not_started" | "strategy.requested" | "strategy.answered" | "strategy.failed" | "strategy.refused";
            /**
             * Format: date-time
             * @description When it happened. RFC 3339, UTC, with milliseconds.
             */
            at: string;
            /**
             * @description `system` is a consequence, like auto-stop.
             * @enum {string}
             */
            by: "site" | "strategy" | "browser" | "clock" | "ops" | "system";
            /** @enum {string|null} */
            from: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed" | null;
            /** @enum {string} */
            to: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
            queue: string;
            /** @enum {string|null} */
            reason: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased" | null;
            /** @description With the reason `not_engaged`: the strategy's own words. Never shown to browsers. */
            reasonDetail?: string;
            /** @description The rule that decided, or how a call to the strategy went, with what of its answer was not understood. Never shown to browsers. */
            detail?: string;
        };
        Problem: {
            /** @description Where the guides of this service tell of it; ends in the code. */
            type: string;
            title: string;
            status: number;
            /** @description What was wrong this time, and what would be valid. */
            detail: string;
            /** @description Names this request in the log of the service. */
            instance: string;
            code: string;
            /** @description What the caller can do about it. */
            help: string;
            errors?: {
                pointer: string;
                detail: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        Chat: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended";
            /**
             * @description How it ended.
             * @enum {string|null}
             */
            outcome: "processed" | "abandoned" | "unanswered" | "ended_by_strategy" | "cleaned" | "erased" | null;
            /** @description The interaction queue that its endpoint leads to. */
            queue: string;
            /** @description The agent group it is for; null until a strategy has said so. */
            group: string | null;
            /** @description The least level of each skill that an agent must have. */
            skills: {
                [key: string]: number;
            };
            /** @description The higher is served first. */
            priority: number;
            /** @description The rule of Chat Routing that decided. */
            rule: string | null;
            /** @description Who has it, or had it last. */
            agent: string | null;
            /** @description The visit. */
            visitId: string | null;
            /** @description The visitor, as the site knows them. */
            visitorId: string | null;
            /** @description Whether only a browser says so. */
            visitorIdClaimed: boolean;
            /** @description Whether the visitor's browser is heard of. */
            visitorConnected: boolean;
            /** @description The contact that the visitor was proven to be. */
            identity: {
                id: string;
                key: string;
                value: string;
            } | null;
            /** @description The accepted invitation; null for a chat that the visitor began. */
            interactionId: string | null;
            /** @description Of the interaction. */
            category: string | null;
            /** @description The rule of Engagement Logic that engaged, of the interaction. */
            engagementRule: string | null;
            /** @description The page on which the visit was found worth an offer. */
            pageUrl: string | null;
            /** @description Of the interaction, as `chat.copyUserData` says, or of the site. */
            userData: {
                [key: string]: string;
            };
            /** @description What the browser sent along; proves nothing. */
            visitorData: {
                [key: string]: string;
            };
            /** @description What the agent who transferred it wrote. */
            note: string | null;
            /** @description How many there are. */
            messages: number;
            /**
             * Format: date-time
             * @description When it was placed. RFC 3339, UTC, with milliseconds.
             */
            queuedAt: string;
            /**
             * Format: date-time
             * @description When the wait for an agent began: its placement, or the last transfer. RFC 3339, UTC, with milliseconds.
             */
            waitingSince: string;
            /**
             * Format: date-time
             * @description When it began to ring. RFC 3339, UTC, with milliseconds.
             */
            offeredAt: string | null;
            /**
             * Format: date-time
             * @description When an agent first took it. RFC 3339, UTC, with milliseconds.
             */
            acceptedAt: string | null;
            /**
             * Format: date-time
             * @description When somebody last wrote. RFC 3339, UTC, with milliseconds.
             */
            lastMessageAt: string | null;
            /**
             * Format: date-time
             * @description When it was over for the visitor. RFC 3339, UTC, with milliseconds.
             */
            endedAt: string | null;
            /**
             * Format: date-time
             * @description When the place of the agent was free again. RFC 3339, UTC, with milliseconds.
             */
            closedAt: string | null;
            /**
             * Format: date-time
             * @description Now, on the clock of the service. RFC 3339, UTC, with milliseconds.
             */
            serverTime: string;
            /** @description Rises by one with each change. */
            version: number;
        };
        VisitorChat: {
            /** Format: uuid */
            id: string;
            /**
             * @description `Ended` as soon as it is over for the visitor.
             * @enum {string}
             */
            state: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended";
            /** @enum {string|null} */
            outcome: "processed" | "abandoned" | "unanswered" | "ended_by_strategy" | "cleaned" | "erased" | null;
            /** @description Among those that wait for the same group, from 1; null when it does not. */
            position: number | null;
            /** @description How long it will take, up to the next 30 s; null when nobody can say. */
            estimatedWaitSeconds: number | null;
            /** @description Who talks. */
            agent: {
                displayName: string;
            } | null;
            /** @description The accepted invitation. */
            interactionId: string | null;
            /**
             * Format: date-time
             * @description When it was placed. RFC 3339, UTC, with milliseconds.
             */
            queuedAt: string;
            /**
             * Format: date-time
             * @description When an agent took it. RFC 3339, UTC, with milliseconds.
             */
            acceptedAt: string | null;
            /**
             * Format: date-time
             * @description When it was over. RFC 3339, UTC, with milliseconds.
             */
            endedAt: string | null;
            /** @description How many there are. */
            messages: number;
            /**
             * Format: date-time
             * @description Now, on the clock of the service. RFC 3339, UTC, with milliseconds.
             */
            serverTime: string;
        };
        ChatMessage: {
            /** @description 1, 2, 3, … without gaps. */
            sequence: number;
            /** @enum {string} */
            from: "visitor" | "agent" | "strategy";
            text: string;
            /**
             * Format: date-time
             * @description When it was said. RFC 3339, UTC, with milliseconds.
             */
            at: string;
            /** @description The name that its sender gave it. */
            clientId: string | null;
        };
        AgentDesk: {
            name: string;
            /** @description As visitors see it. */
            displayName: string | null;
            /** @enum {string} */
            state: "LoggedOut" | "NotReady" | "Ready";
            /** @description Why, where somebody said so. */
            reason: string | null;
            /**
             * @description Who brought the agent there.
             * @enum {string|null}
             */
            by: "agent" | "ops" | "clock" | null;
            /**
             * Format: date-time
             * @description Since when. RFC 3339, UTC, with milliseconds.
             */
            since: string | null;
            /** @description Chats at a time. */
            capacity: number;
            /** @description Chats that ring, are talked, or are being finished. */
            held: number;
            /** @description How long a chat that ended may be finished: `agents.wrapUpTime`. */
            wrapUpSeconds: number;
            offers: {
                chatId: string;
                /**
                 * Format: date-time
                 * @description When it stops ringing. RFC 3339, UTC, with milliseconds.
                 */
                until: string;
                chat: components["schemas"]["Chat"];
            }[];
            /** @description Those that are talked, or being finished. */
            chats: components["schemas"]["Chat"][];
            /**
             * Format: date-time
             * @description Now, on the clock of the service. RFC 3339, UTC, with milliseconds.
             */
            serverTime: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    createVisit: {
        parameters: {
            query?: {
                /** @description The publishable key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The visitor, as the site knows them; with a publishable key no more than a claim. */
                    visitorId?: string;
                    /** @description Only with an API key; else the server mints it. */
                    visitId?: string;
                    /** @description The publishable key. */
                    key?: string;
                };
                "text/plain": {
                    /** @description The visitor, as the site knows them; with a publishable key no more than a claim. */
                    visitorId?: string;
                    /** @description Only with an API key; else the server mints it. */
                    visitId?: string;
                    /** @description The publishable key. */
                    key?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The visitor, as the site knows them; with a publishable key no more than a claim. */
                    visitorId?: string;
                    /** @description Only with an API key; else the server mints it. */
                    visitId?: string;
                    /** @description The publishable key. */
                    key?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        visitId: string;
                        /** @description For the browser: good for this visit, 24 hours. */
                        token: string;
                        /**
                         * Format: date-time
                         * @description When the token becomes void. RFC 3339, UTC, with milliseconds.
                         */
                        expiresAt: string;
                        /**
                         * Format: date-time
                         * @description Now, by the clock of the service: that of a browser may be wrong by years. RFC 3339, UTC, with milliseconds.
                         */
                        serverTime: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    renewVisitToken: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The visit. */
                visitId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The visitor, as the site knows them; with a publishable key no more than a claim. */
                    visitorId?: string;
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The visitor, as the site knows them; with a publishable key no more than a claim. */
                    visitorId?: string;
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The visitor, as the site knows them; with a publishable key no more than a claim. */
                    visitorId?: string;
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        visitId: string;
                        /** @description For the browser: good for this visit, 24 hours. */
                        token: string;
                        /**
                         * Format: date-time
                         * @description When the token becomes void. RFC 3339, UTC, with milliseconds.
                         */
                        expiresAt: string;
                        /**
                         * Format: date-time
                         * @description Now, by the clock of the service: that of a browser may be wrong by years. RFC 3339, UTC, with milliseconds.
                         */
                        serverTime: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getVisit: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The visit. */
                visitId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        visitId: string;
                        /** @description The live engagement attempt, if there is one. */
                        liveInteractionId: string | null;
                        /** @description Whether a new interaction would be created now. */
                        canBeInvited: boolean;
                        /**
                         * Format: date-time
                         * @description When the block ends, unless the attempt ends before or goes on: a display or an acceptance starts another clock. RFC 3339, UTC, with milliseconds.
                         */
                        blockedUntil: string | null;
                        /** @enum {string|null} */
                        blockedReason: "engagement_in_progress" | "chat_in_progress" | null;
                        /** @description The open chat, if there is one. */
                        chatId: string | null;
                        /** @description Why it was not offered anything: how often, by reason. */
                        refusalCounts: {
                            /**
                             * @description Why; `not_engaged` is the decision of a strategy.
                             * @enum {string}
                             */
                            reason: "engagement_in_progress" | "chat_in_progress" | "unknown_category" | "not_engaged" | "no_capacity";
                            /** @description Of the refusals that are kept, a thousand at most. */
                            total: number;
                        }[];
                        /** @description The last of these refusals, newest first. */
                        recentRefusals: {
                            /**
                             * Format: date-time
                             * @description When it was refused, or decided against. RFC 3339, UTC, with milliseconds.
                             */
                            at: string;
                            /**
                             * @description Why; `not_engaged` is the decision of a strategy.
                             * @enum {string}
                             */
                            reason: "engagement_in_progress" | "chat_in_progress" | "unknown_category" | "not_engaged" | "no_capacity";
                            /** @description The live attempt in the way, or the one decided against. */
                            interactionId: string | null;
                            /** @description The rule that decided. Never shown to browsers. */
                            rule?: string | null;
                            /** @description The strategy's own words. Never shown to browsers. */
                            detail?: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    createInteraction: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: {
                /** @description Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The visit to invite. With a visit token it may be left out. */
                    visitId?: string;
                    /** @description The visitor, as the site knows them; with a visit token no more than a claim. */
                    visitorId?: string;
                    /** @description The page the visit is on. */
                    pageId?: string;
                    /** @description Its address. */
                    pageUrl?: string;
                    /** @description What the visit was found worth an offer for. */
                    category?: string;
                    /**
                     * @description The wish of the site; the strategy decides.
                     * @enum {string}
                     */
                    channel?: "proactiveChat" | "proactiveCallback";
                    /** @description Key-values to attach. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    userData?: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The visit to invite. With a visit token it may be left out. */
                    visitId?: string;
                    /** @description The visitor, as the site knows them; with a visit token no more than a claim. */
                    visitorId?: string;
                    /** @description The page the visit is on. */
                    pageId?: string;
                    /** @description Its address. */
                    pageUrl?: string;
                    /** @description What the visit was found worth an offer for. */
                    category?: string;
                    /**
                     * @description The wish of the site; the strategy decides.
                     * @enum {string}
                     */
                    channel?: "proactiveChat" | "proactiveCallback";
                    /** @description Key-values to attach. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    userData?: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The visit to invite. With a visit token it may be left out. */
                    visitId?: string;
                    /** @description The visitor, as the site knows them; with a visit token no more than a claim. */
                    visitorId?: string;
                    /** @description The page the visit is on. */
                    pageId?: string;
                    /** @description Its address. */
                    pageUrl?: string;
                    /** @description What the visit was found worth an offer for. */
                    category?: string;
                    /**
                     * @description The wish of the site; the strategy decides.
                     * @enum {string}
                     */
                    channel?: "proactiveChat" | "proactiveCallback";
                    /** @description Key-values to attach. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    userData?: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInteraction"];
                    "text/plain": string;
                };
            };
        };
    };
    getInteraction: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                    "text/plain": string;
                };
            };
        };
    };
    getInteractionHistory: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HistoryItem"][];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    reportDisplayed: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                    "text/plain": string;
                };
            };
        };
    };
    postDisposition: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    code: "acceptCall" | "reject" | "timeout";
                    /** @description With `timeout`: the page goes away. The answer counts unless a page of the visit opens its stream within 5 s. */
                    leaving?: boolean;
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @enum {string} */
                    code: "acceptCall" | "reject" | "timeout";
                    /** @description With `timeout`: the page goes away. The answer counts unless a page of the visit opens its stream within 5 s. */
                    leaving?: boolean;
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @enum {string} */
                    code: "acceptCall" | "reject" | "timeout";
                    /** @description With `timeout`: the page goes away. The answer counts unless a page of the visit opens its stream within 5 s. */
                    leaving?: boolean;
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                    "text/plain": string;
                };
            };
        };
    };
    completeRegistrationForm: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the visitor filled in. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    fields: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description What the visitor filled in. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    fields: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description What the visitor filled in. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    fields: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                    "text/plain": string;
                };
            };
        };
    };
    requestChat: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: {
                /** @description Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The accepted invitation; without it the visitor begins the chat. */
                    interactionId?: string;
                    /** @description The visit, for API keys; a visit token says it. */
                    visitId?: string;
                    /** @description The visitor, as the site knows them; for API keys. */
                    visitorId?: string;
                    /** @description Key-values for the agent. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    userData?: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The accepted invitation; without it the visitor begins the chat. */
                    interactionId?: string;
                    /** @description The visit, for API keys; a visit token says it. */
                    visitId?: string;
                    /** @description The visitor, as the site knows them; for API keys. */
                    visitorId?: string;
                    /** @description Key-values for the agent. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    userData?: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The accepted invitation; without it the visitor begins the chat. */
                    interactionId?: string;
                    /** @description The visit, for API keys; a visit token says it. */
                    visitId?: string;
                    /** @description The visitor, as the site knows them; for API keys. */
                    visitorId?: string;
                    /** @description Key-values for the agent. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    userData?: {
                        [key: string]: string;
                    };
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorChat"];
                    "text/plain": string;
                };
            };
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorChat"];
                    "text/plain": string;
                };
            };
        };
    };
    getChatAvailability: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
                /** @description A publishable key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description `busy`: a visitor would have to wait.
                         * @enum {string}
                         */
                        status: "online" | "busy" | "offline";
                        /** @description How long; null when nobody can say. */
                        estimatedWaitSeconds: number | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getChat: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorChat"];
                    "text/plain": string;
                };
            };
        };
    };
    reportChatSeen: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorChat"];
                    "text/plain": string;
                };
            };
        };
    };
    leaveChat: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorChat"];
                    "text/plain": string;
                };
            };
        };
    };
    getChatMessages: {
        parameters: {
            query?: {
                /** @description Only those after this sequence. */
                after?: number;
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ChatMessage"][];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    sayInChat: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: text
                     * @description Plain text.
                     */
                    text: string;
                    /** @description A name of your own for it: sent again, it is the same message. */
                    clientId?: string;
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /**
                     * Format: text
                     * @description Plain text.
                     */
                    text: string;
                    /** @description A name of your own for it: sent again, it is the same message. */
                    clientId?: string;
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /**
                     * Format: text
                     * @description Plain text.
                     */
                    text: string;
                    /** @description A name of your own for it: sent again, it is the same message. */
                    clientId?: string;
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                    "text/plain": string;
                };
            };
        };
    };
    typeInChat: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
            };
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "text/plain": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The token of the browser, for callers that set no header. */
                    token?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitorChat"];
                    "text/plain": string;
                };
            };
        };
    };
    streamVisit: {
        parameters: {
            query?: {
                /** @description The token of the browser, for callers that set no header. */
                token?: string;
                /** @description As `Last-Event-ID`, for a page that starts anew. */
                lastEventId?: string;
            };
            header?: {
                /** @description The `id` of the last event that was received. */
                "last-event-id"?: string;
            };
            path: {
                /** @description The visit. */
                visitId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    getAgentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null without a session that is good. */
                        agent: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    beginAgentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The agent's key. */
                    key: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        agent: string;
                        /**
                         * Format: date-time
                         * @description When it ends. RFC 3339, UTC, with milliseconds.
                         */
                        expiresAt: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    endAgentSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: boolean;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getDesk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDesk"];
                    "text/plain": string;
                };
            };
        };
    };
    logInAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDesk"];
                    "text/plain": string;
                };
            };
        };
    };
    readyAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDesk"];
                    "text/plain": string;
                };
            };
        };
    };
    logOutAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDesk"];
                    "text/plain": string;
                };
            };
        };
    };
    notReadyAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, in your own words. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDesk"];
                    "text/plain": string;
                };
            };
        };
    };
    beat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDesk"];
                    "text/plain": string;
                };
            };
        };
    };
    getAgentChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    getAgentChatMessages: {
        parameters: {
            query?: {
                /** @description Only those after this sequence. */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ChatMessage"][];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    sayAsAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: text
                     * @description Plain text.
                     */
                    text: string;
                    /** @description A name of your own for it: sent again, it is the same message. */
                    clientId?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended";
                        /**
                         * @description How it ended.
                         * @enum {string|null}
                         */
                        outcome: "processed" | "abandoned" | "unanswered" | "ended_by_strategy" | "cleaned" | "erased" | null;
                        /** @description The interaction queue that its endpoint leads to. */
                        queue: string;
                        /** @description The agent group it is for; null until a strategy has said so. */
                        group: string | null;
                        /** @description The least level of each skill that an agent must have. */
                        skills: {
                            [key: string]: number;
                        };
                        /** @description The higher is served first. */
                        priority: number;
                        /** @description The rule of Chat Routing that decided. */
                        rule: string | null;
                        /** @description Who has it, or had it last. */
                        agent: string | null;
                        /** @description The visit. */
                        visitId: string | null;
                        /** @description The visitor, as the site knows them. */
                        visitorId: string | null;
                        /** @description Whether only a browser says so. */
                        visitorIdClaimed: boolean;
                        /** @description Whether the visitor's browser is heard of. */
                        visitorConnected: boolean;
                        /** @description The contact that the visitor was proven to be. */
                        identity: {
                            id: string;
                            key: string;
                            value: string;
                        } | null;
                        /** @description The accepted invitation; null for a chat that the visitor began. */
                        interactionId: string | null;
                        /** @description Of the interaction. */
                        category: string | null;
                        /** @description The rule of Engagement Logic that engaged, of the interaction. */
                        engagementRule: string | null;
                        /** @description The page on which the visit was found worth an offer. */
                        pageUrl: string | null;
                        /** @description Of the interaction, as `chat.copyUserData` says, or of the site. */
                        userData: {
                            [key: string]: string;
                        };
                        /** @description What the browser sent along; proves nothing. */
                        visitorData: {
                            [key: string]: string;
                        };
                        /** @description What the agent who transferred it wrote. */
                        note: string | null;
                        /** @description How many there are. */
                        messages: number;
                        /**
                         * Format: date-time
                         * @description When it was placed. RFC 3339, UTC, with milliseconds.
                         */
                        queuedAt: string;
                        /**
                         * Format: date-time
                         * @description When the wait for an agent began: its placement, or the last transfer. RFC 3339, UTC, with milliseconds.
                         */
                        waitingSince: string;
                        /**
                         * Format: date-time
                         * @description When it began to ring. RFC 3339, UTC, with milliseconds.
                         */
                        offeredAt: string | null;
                        /**
                         * Format: date-time
                         * @description When an agent first took it. RFC 3339, UTC, with milliseconds.
                         */
                        acceptedAt: string | null;
                        /**
                         * Format: date-time
                         * @description When somebody last wrote. RFC 3339, UTC, with milliseconds.
                         */
                        lastMessageAt: string | null;
                        /**
                         * Format: date-time
                         * @description When it was over for the visitor. RFC 3339, UTC, with milliseconds.
                         */
                        endedAt: string | null;
                        /**
                         * Format: date-time
                         * @description When the place of the agent was free again. RFC 3339, UTC, with milliseconds.
                         */
                        closedAt: string | null;
                        /**
                         * Format: date-time
                         * @description Now, on the clock of the service. RFC 3339, UTC, with milliseconds.
                         */
                        serverTime: string;
                        /** @description Rises by one with each change. */
                        version: number;
                        message: components["schemas"]["ChatMessage"];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getFarewell: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        chatId: string;
                        /** @description Null while it is yours. */
                        because: ("ended_by_you" | "left" | "inactive" | "transferred_by_you" | "transferred_by_ops" | "lost" | "logged_out" | "cleaned" | "erased" | "not_taken") | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    acceptChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    rejectChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    endAgentChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    finishChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    transferAgentChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The agent group. */
                    group?: string;
                    /** @description Or an agent, by name. */
                    agent?: string;
                    /**
                     * Format: text
                     * @description For whoever takes it.
                     */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    typeAsAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                chatId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    streamAgent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    listTransferTargets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        groups: string[];
                        /** @description The others who are logged in. */
                        agents: {
                            name: string;
                            /** @description As visitors see it. */
                            displayName: string | null;
                            /** @enum {string} */
                            state: "LoggedOut" | "NotReady" | "Ready";
                            /** @description Chats that they could still take. */
                            free: number;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    engageInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Default: what the site asked for, else chat.
                     * @enum {string}
                     */
                    channel?: "proactiveChat" | "proactiveCallback";
                    /** @description Texts of the invitation: `title`, `text`, …. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                    invitation?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                    "text/plain": string;
                };
            };
        };
    };
    noengageInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: text
                     * @description The strategy's own words; kept as `reasonDetail`.
                     */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                    "text/plain": string;
                };
            };
        };
    };
    stopInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                    "text/plain": string;
                };
            };
        };
    };
    routeChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The agent group. */
                    group?: string;
                    /** @description Or an agent, by name. */
                    agent?: string;
                    /** @description The higher is served first. Default: as before, at first 0. */
                    priority?: number;
                    /** @description Skill to level, from 1 to 100. */
                    skills?: {
                        [key: string]: number;
                    };
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    endChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: text
                     * @description What the visitor is told before it ends: plain text.
                     */
                    message?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    serverGatewayEngage: {
        parameters: {
            query?: {
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `interactionId` (or `ixnId`, `InteractionId`) is required; `channel`, `reason`, `visitID`, `pageID` are understood; every other member is kept as user data. */
                    ixnProfile: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "OK";
                    };
                };
            };
        };
    };
    serverGatewayNoengage: {
        parameters: {
            query?: {
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `interactionId` (or `ixnId`, `InteractionId`) is required; `channel`, `reason`, `visitID`, `pageID` are understood; every other member is kept as user data. */
                    cancelData: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "OK";
                    };
                };
            };
        };
    };
    backendGatewayEngage: {
        parameters: {
            query?: {
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `interactionId` (or `ixnId`, `InteractionId`) is required; `channel`, `reason`, `visitID`, `pageID` are understood; every other member is kept as user data. */
                    ixnProfile: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "OK";
                    };
                };
            };
        };
    };
    backendGatewayNoengage: {
        parameters: {
            query?: {
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `interactionId` (or `ixnId`, `InteractionId`) is required; `channel`, `reason`, `visitID`, `pageID` are understood; every other member is kept as user data. */
                    cancelData: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "OK";
                    };
                };
            };
        };
    };
    getPacing: {
        parameters: {
            query?: {
                /** @description Default: that of the invitations. */
                group?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The agent group. */
                        group: string;
                        /** @description Chats at a time of its ready agents, and the open ones of those who only finish. */
                        slots: number;
                        /** @description Chats that its agents would take now. */
                        free: number;
                        /** @description Queued chats that wait for it. */
                        waiting: number;
                        /** @description Whether the built-in strategy keeps to the limit. */
                        enabled?: boolean;
                        /**
                         * @description Why it does not: disabled, no agent exists, or a default channel is set.
                         * @enum {string|null}
                         */
                        off?: "disabled" | "no_agents" | "default_channel" | null;
                        /** @enum {string} */
                        algorithm?: "SUPER_PROGRESSIVE" | "SUPER_PROGRESSIVE_DUAL" | "PREDICTIVE_B" | "PREDICTIVE_B_DUAL";
                        /** @enum {string} */
                        optimizationTarget?: "ABANDONEMENT_RATE" | "BUSY_FACTOR";
                        /** @description Percent. */
                        optimizationGoal?: number;
                        /** @description Percent of the load that is kept for invitations; null when not set. */
                        proactiveRatio?: number | null;
                        /** @description How many invitations to a chat may be outstanding. */
                        limit?: number;
                        /** @description How many are: Engaged over proactiveChat. */
                        outstanding?: number;
                        /** @description How many more may be. */
                        allowed?: number;
                        /**
                         * @description What the limit follows from.
                         * @enum {string}
                         */
                        because?: "no_agents" | "waiting_chats" | "goal" | "reactive" | "cap" | "feedback";
                        /** @description The share of reactive chats that are let through; 1 unless dual. */
                        reactiveState?: number;
                        /** @description The same as `free`. */
                        channelCapacity?: number;
                        /** @description Agents who are ready. */
                        readyAgents?: number;
                        /** @description Accepted invitations whose form is not completed. */
                        forms?: number;
                        /** @description The share of invitations that become chats. */
                        hitRate?: number;
                        /** @description From accepting a chat until its place is free again. */
                        handlingSeconds?: number;
                        /** @description From an engagement to the end of its invitation. */
                        invitationSeconds?: number;
                        /** @description Chats that visitors ask for by themselves, a second. */
                        reactivePerSecond?: number;
                        /** @description Chats at a time that come of them. */
                        reactiveLoad?: number;
                        /** @description Chats at a time that the slots bear at the goal; null unless PREDICTIVE_B or dual. */
                        largestLoad?: number | null;
                        /** @description The share of proactive chats that were given up, in the last hour. */
                        abandonmentRate?: number;
                        /** @description Of how many. */
                        abandonmentChats?: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    serverReactiveState: {
        parameters: {
            query?: {
                /** @description Only chats are paced. */
                channel?: "chat";
                /** @description Agent groups, separated by commas; none for that of the invitations. */
                groups?: string;
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0 to 1. */
                        reactiveState: number;
                    };
                };
            };
        };
    };
    serverChannelCapacity: {
        parameters: {
            query?: {
                /** @description Only chats are paced. */
                channel?: "chat";
                /** @description Agent groups, separated by commas; none for that of the invitations. */
                groups?: string;
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Free slots. */
                        channelCapacity: number;
                    };
                };
            };
        };
    };
    backendReactiveState: {
        parameters: {
            query?: {
                /** @description Only chats are paced. */
                channel?: "chat";
                /** @description Agent groups, separated by commas; none for that of the invitations. */
                groups?: string;
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 0 to 1. */
                        reactiveState: number;
                    };
                };
            };
        };
    };
    backendChannelCapacity: {
        parameters: {
            query?: {
                /** @description Only chats are paced. */
                channel?: "chat";
                /** @description Agent groups, separated by commas; none for that of the invitations. */
                groups?: string;
                /** @description The API key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Free slots. */
                        channelCapacity: number;
                    };
                };
            };
        };
    };
    receiveInstruction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names the call; a repeated one is answered as the first time. */
                "webhook-id"?: string;
                /** @description When it was signed, in seconds; at most 5 minutes off. */
                "webhook-timestamp"?: string;
                /** @description As Standard Webhooks say. */
                "webhook-signature"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.engage" | "interaction.noengage" | "interaction.stop" | "chat.route" | "chat.end";
                    /** Format: date-time */
                    timestamp?: string;
                    data: {
                        /** @description The interaction. */
                        interactionId?: string;
                        /** @description With chat.…: the chat. */
                        chatId?: string;
                        /**
                         * @description With interaction.engage.
                         * @enum {string}
                         */
                        channel?: "proactiveChat" | "proactiveCallback";
                        /** @description With interaction.engage: texts of the invitation. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                        invitation?: {
                            [key: string]: string;
                        };
                        /**
                         * Format: text
                         * @description With interaction.noengage: kept as `reasonDetail`.
                         */
                        reason?: string;
                        /** @description The agent group. */
                        group?: string;
                        /** @description Or an agent, by name. */
                        agent?: string;
                        /** @description The higher is served first. Default: as before, at first 0. */
                        priority?: number;
                        /** @description Skill to level, from 1 to 100. */
                        skills?: {
                            [key: string]: number;
                        };
                        /**
                         * Format: text
                         * @description What the visitor is told before it ends: plain text.
                         */
                        message?: string;
                    };
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"] | components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    pullFromView: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description The name of the view. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Interactions at most.
                     * @default 1
                     */
                    max?: number;
                    /**
                     * @description How long they are kept from others.
                     * @default 30
                     */
                    leaseSeconds?: number;
                    /**
                     * @description How long to wait for the first one when there is none.
                     * @default 0
                     */
                    waitSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description In the order of the view. */
                        items: {
                            /**
                             * Format: uuid
                             * @description Names the lease.
                             */
                            leaseId: string;
                            /**
                             * Format: date-time
                             * @description Until then nobody else gets it: the end of the lease, or the deadline when that is earlier. RFC 3339, UTC, with milliseconds.
                             */
                            leasedUntil: string;
                            /** @description How often the interaction was handed out, this time included. */
                            deliveries: number;
                            interaction?: components["schemas"]["Interaction"];
                            chat?: components["schemas"]["Chat"];
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    extendLease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the lease. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description How long from now on. */
                    leaseSeconds: number;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description Names the lease.
                         */
                        leaseId: string;
                        /**
                         * Format: date-time
                         * @description Until then nobody else gets it: the end of the lease, or the deadline when that is earlier. RFC 3339, UTC, with milliseconds.
                         */
                        leasedUntil: string;
                        /** @description How often the interaction was handed out, this time included. */
                        deliveries: number;
                        interaction?: components["schemas"]["Interaction"];
                        chat?: components["schemas"]["Chat"];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    releaseLease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the lease. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description So long it is kept from everybody.
                     * @default 0
                     */
                    delaySeconds?: number;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: uuid
                         * @description Names the lease.
                         */
                        leaseId: string;
                        /**
                         * Format: date-time
                         * @description From when on it is handed out again. RFC 3339, UTC, with milliseconds.
                         */
                        availableAt: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description Now. RFC 3339, UTC, with milliseconds.
                         */
                        serverTime: string;
                        queues: {
                            name: string;
                            /** @description The states whose interactions the options place in it. */
                            states: ("Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed")[];
                            /** @description Interactions in it that are not stopped, or chats that are not closed. */
                            active: number;
                            /** @description Those that are. */
                            stopped: number;
                            /** @description Ever placed in it. */
                            entered: number;
                            /**
                             * Format: date-time
                             * @description When the oldest active one was placed in it. RFC 3339, UTC, with milliseconds.
                             */
                            oldestActiveAt: string | null;
                        }[];
                        flow: {
                            /**
                             * Format: date-time
                             * @description Nothing before is counted: the process started then, or it is too long ago. RFC 3339, UTC, with milliseconds.
                             */
                            since: string;
                            /** @description The times that are told apart. */
                            minutes: number[];
                            moves: {
                                /**
                                 * @description The state that was left; null for new interactions.
                                 * @enum {string|null}
                                 */
                                from: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed" | null;
                                /** @enum {string} */
                                to: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
                                /**
                                 * @description Why, where it ended without an answer of the visitor.
                                 * @enum {string|null}
                                 */
                                reason: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased" | null;
                                /** @description How often in each of the last `minutes`, in their order, to five seconds. */
                                counts: number[];
                            }[];
                            facts: {
                                /** @description A fact that is no move, of an interaction, chat or agent. */
                                type: string;
                                /** @description How often in each of the last `minutes`, in their order, to five seconds. */
                                counts: number[];
                            }[];
                            refused: {
                                /** @enum {string} */
                                reason: "engagement_in_progress" | "chat_in_progress" | "unknown_category" | "not_engaged" | "no_capacity";
                                /** @description How often in each of the last `minutes`, in their order, to five seconds. */
                                counts: number[];
                            }[];
                            outcomes: {
                                /**
                                 * @description How a chat ended.
                                 * @enum {string}
                                 */
                                outcome: "processed" | "abandoned" | "unanswered" | "ended_by_strategy" | "cleaned" | "erased";
                                /** @description How often in each of the last `minutes`, in their order, to five seconds. */
                                counts: number[];
                            }[];
                        };
                        chats: {
                            /** @description Chats that are not closed. */
                            open: number;
                            /** @description Those that nobody has accepted, the ones that ring included. */
                            waiting: number;
                            /** @description Those that are offered to an agent. */
                            ringing: number;
                            /**
                             * Format: date-time
                             * @description Since when the one waits that waits longest. RFC 3339, UTC, with milliseconds.
                             */
                            oldestWaitingAt: string | null;
                            /** @description Its id. */
                            oldestWaitingId: string | null;
                            /** @description Percent: `chat.serviceLevelGoal`. */
                            serviceLevelGoal: number;
                            queues: {
                                name: string;
                                /** @description Chats that are not closed. */
                                open: number;
                                /** @description Those that nobody has accepted, the ones that ring included. */
                                waiting: number;
                                /** @description Those that are offered to an agent. */
                                ringing: number;
                                /**
                                 * Format: date-time
                                 * @description Since when the one waits that waits longest. RFC 3339, UTC, with milliseconds.
                                 */
                                oldestWaitingAt: string | null;
                                /** @description Its id. */
                                oldestWaitingId: string | null;
                                /** @description Percent of chats taken in time today; null where there were none. */
                                serviceLevel: number | null;
                            }[];
                        };
                        agents: {
                            /** @description Agents there are. */
                            total: number;
                            /** @description How many there are in each state. */
                            byState: {
                                LoggedOut: number;
                                NotReady: number;
                                Ready: number;
                            };
                            /** @description Those of Ready who hold as much as they may. */
                            busy: number;
                            /** @description Chats that those of Ready may hold. */
                            slots: number;
                            /** @description How many more. */
                            freeSlots: number;
                            groups: {
                                group: string;
                                /** @description How many there are in each state. */
                                byState: {
                                    LoggedOut: number;
                                    NotReady: number;
                                    Ready: number;
                                };
                                /** @description Those of Ready who hold as much as they may. */
                                busy: number;
                                /** @description Chats that those of Ready may hold. */
                                slots: number;
                                /** @description How many more. */
                                freeSlots: number;
                            }[];
                        };
                        /** @description As `GET /v1/pacing` says: of the group of the invitations everything, of other groups with agents who are there their room. */
                        pacing: {
                            /** @description The agent group. */
                            group: string;
                            /** @description Chats at a time of its ready agents, and the open ones of those who only finish. */
                            slots: number;
                            /** @description Chats that its agents would take now. */
                            free: number;
                            /** @description Queued chats that wait for it. */
                            waiting: number;
                            /** @description Whether the built-in strategy keeps to the limit. */
                            enabled?: boolean;
                            /**
                             * @description Why it does not: disabled, no agent exists, or a default channel is set.
                             * @enum {string|null}
                             */
                            off?: "disabled" | "no_agents" | "default_channel" | null;
                            /** @enum {string} */
                            algorithm?: "SUPER_PROGRESSIVE" | "SUPER_PROGRESSIVE_DUAL" | "PREDICTIVE_B" | "PREDICTIVE_B_DUAL";
                            /** @enum {string} */
                            optimizationTarget?: "ABANDONEMENT_RATE" | "BUSY_FACTOR";
                            /** @description Percent. */
                            optimizationGoal?: number;
                            /** @description Percent of the load that is kept for invitations; null when not set. */
                            proactiveRatio?: number | null;
                            /** @description How many invitations to a chat may be outstanding. */
                            limit?: number;
                            /** @description How many are: Engaged over proactiveChat. */
                            outstanding?: number;
                            /** @description How many more may be. */
                            allowed?: number;
                            /**
                             * @description What the limit follows from.
                             * @enum {string}
                             */
                            because?: "no_agents" | "waiting_chats" | "goal" | "reactive" | "cap" | "feedback";
                            /** @description The share of reactive chats that are let through; 1 unless dual. */
                            reactiveState?: number;
                            /** @description The same as `free`. */
                            channelCapacity?: number;
                            /** @description Agents who are ready. */
                            readyAgents?: number;
                            /** @description Accepted invitations whose form is not completed. */
                            forms?: number;
                            /** @description The share of invitations that become chats. */
                            hitRate?: number;
                            /** @description From accepting a chat until its place is free again. */
                            handlingSeconds?: number;
                            /** @description From an engagement to the end of its invitation. */
                            invitationSeconds?: number;
                            /** @description Chats that visitors ask for by themselves, a second. */
                            reactivePerSecond?: number;
                            /** @description Chats at a time that come of them. */
                            reactiveLoad?: number;
                            /** @description Chats at a time that the slots bear at the goal; null unless PREDICTIVE_B or dual. */
                            largestLoad?: number | null;
                            /** @description The share of proactive chats that were given up, in the last hour. */
                            abandonmentRate?: number;
                            /** @description Of how many. */
                            abandonmentChats?: number;
                        }[];
                        deliveries: {
                            /** @description To be attempted, now or later; may be some seconds late. */
                            pending: number | null;
                            /**
                             * Format: date-time
                             * @description When the oldest message was written that is undelivered. RFC 3339, UTC, with milliseconds.
                             */
                            oldestPendingAt: string | null;
                            /** @description Enabled endpoints that fail, the longest first. */
                            failing: {
                                endpointId: string;
                                /** @description Its description, or else its address. */
                                name: string;
                                /**
                                 * Format: date-time
                                 * @description Since when every attempt has failed. RFC 3339, UTC, with milliseconds.
                                 */
                                since: string;
                                /** @description The status of the last answer; null when there was none. */
                                lastStatus: number | null;
                                /** @description Why the last attempt had no answer. */
                                lastError: string | null;
                            }[];
                        };
                        /** @description How long the earliest deadline is overdue. */
                        expiryLagMs: number;
                        service: {
                            /** @description As `/readyz` says, looked at every five seconds. */
                            ready: boolean;
                            /** @description Checks that do not hold. */
                            failing: {
                                name: string;
                                detail: string;
                                /** @description Whether it is ready all the same. */
                                advisory: boolean;
                            }[];
                        };
                    };
                    "text/plain": string;
                };
            };
        };
    };
    streamOverview: {
        parameters: {
            query?: {
                /** @description As `Last-Event-ID`, for a page that starts anew. */
                lastEventId?: string;
            };
            header?: {
                /** @description The `id` of the last event that was received. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    find: {
        parameters: {
            query: {
                /** @description An id, or a part of a name. */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            kind: "interaction" | "chat" | "delivery" | "endpoint" | "visit" | "visitor" | "queue" | "option" | "agent" | "object";
                            /** @description What names it in the API; of an object `kind/name`. */
                            id: string;
                            title: string;
                            detail: string;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listOptions: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            section: string;
                            name: string;
                            /** @description The shipped value; null when not set. */
                            default: string | null;
                            isDefault: boolean;
                            /** @description The valid values, in words. */
                            valid: string;
                            description: string;
                            /** @description What to think of before leaving it so. */
                            warning: string | null;
                            /** @description 1 is the shipped default; each change adds one. */
                            version: number;
                            /** @description In text form; null when not set. */
                            value: string | null;
                            /**
                             * Format: date-time
                             * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                             */
                            updatedAt: string | null;
                            /** @description The name of the key that changed it. */
                            updatedBy: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getOption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        section: string;
                        name: string;
                        /** @description The shipped value; null when not set. */
                        default: string | null;
                        isDefault: boolean;
                        /** @description The valid values, in words. */
                        valid: string;
                        description: string;
                        /** @description What to think of before leaving it so. */
                        warning: string | null;
                        /** @description 1 is the shipped default; each change adds one. */
                        version: number;
                        /** @description In text form; null when not set. */
                        value: string | null;
                        /**
                         * Format: date-time
                         * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    setOption: {
        parameters: {
            query?: {
                /** @description Only say what it would do to the clocks that run; change nothing. */
                dryRun?: boolean;
            };
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description In text form; a number or boolean stands for its text, null for not set. */
                    value: string | number | boolean | null;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        section: string;
                        name: string;
                        /** @description The shipped value; null when not set. */
                        default: string | null;
                        isDefault: boolean;
                        /** @description The valid values, in words. */
                        valid: string;
                        description: string;
                        /** @description What to think of before leaving it so. */
                        warning: string | null;
                        /** @description 1 is the shipped default; each change adds one. */
                        version: number;
                        /** @description In text form; null when not set. */
                        value: string | null;
                        /**
                         * Format: date-time
                         * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                    } | {
                        effect: {
                            /** @description Running deadlines that would move. */
                            movedDeadlines: number;
                            /** @description Those of them that would end at once. */
                            endingNow: number;
                        };
                    };
                    "text/plain": string;
                };
            };
        };
    };
    resetOption: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        section: string;
                        name: string;
                        /** @description The shipped value; null when not set. */
                        default: string | null;
                        isDefault: boolean;
                        /** @description The valid values, in words. */
                        valid: string;
                        description: string;
                        /** @description What to think of before leaving it so. */
                        warning: string | null;
                        /** @description 1 is the shipped default; each change adds one. */
                        version: number;
                        /** @description In text form; null when not set. */
                        value: string | null;
                        /**
                         * Format: date-time
                         * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getOptionHistory: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description 1 is the shipped default; each change adds one. */
                            version: number;
                            /** @description In text form; null when not set. */
                            value: string | null;
                            /**
                             * Format: date-time
                             * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                             */
                            updatedAt: string | null;
                            /** @description The name of the key that changed it. */
                            updatedBy: string | null;
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    rollBackOption: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The full name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The version to go back to. */
                    version: number;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        section: string;
                        name: string;
                        /** @description The shipped value; null when not set. */
                        default: string | null;
                        isDefault: boolean;
                        /** @description The valid values, in words. */
                        valid: string;
                        description: string;
                        /** @description What to think of before leaving it so. */
                        warning: string | null;
                        /** @description 1 is the shipped default; each change adds one. */
                        version: number;
                        /** @description In text form; null when not set. */
                        value: string | null;
                        /**
                         * Format: date-time
                         * @description When it got this value; null for the shipped default. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listInteractions: {
        parameters: {
            query?: {
                state?: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
                /** @description The name of the queue it is in. */
                queue?: string;
                status?: "active" | "stopped";
                /** @description The visit. */
                visitId?: string;
                /** @description The visitor. */
                visitorId?: string;
                /** @description `true`: only where a browser named the visitor. `false`: only the others. */
                visitorIdClaimed?: "true" | "false";
                /** @description Why it ended. */
                reason?: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased";
                /** @description Created later than this moment. */
                createdAfter?: string;
                /** @description Created earlier than this moment. */
                createdBefore?: string;
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Interaction"][];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    adminStopInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                    "text/plain": string;
                };
            };
        };
    };
    cleanInteraction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Interaction"];
                    "text/plain": string;
                };
            };
        };
    };
    listQueues: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @description The states whose interactions the options place in it. */
                            states: ("Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed")[];
                            /** @description Interactions in it that are not stopped. */
                            active: number;
                            /** @description Interactions in it that are stopped. */
                            stopped: number;
                            /** @description Interactions ever placed in it. */
                            entered: number;
                            /**
                             * Format: date-time
                             * @description When the oldest active one was placed in it. RFC 3339, UTC, with milliseconds.
                             */
                            oldestActiveAt: string | null;
                            /** @description Who decides on what is in it: `none`, `builtin`, or the address of a remote one; null where nothing waits for a decision. */
                            strategy: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    cleanQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the queue. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Only those in the queue for at least that long.
                     * @default 600
                     */
                    olderThanSeconds?: number;
                    /**
                     * @description Only count; change nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Active ones in it for that long. */
                        matched: number;
                        /** @description Those taken out or stopped by this call. */
                        cleaned: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listLeases: {
        parameters: {
            query?: {
                /** @description Pulled through this view. */
                view?: string;
                /** @description Waiting in this queue. */
                queue?: string;
                /** @description Pulled by this API key. */
                keyId?: string;
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            leaseId: string;
                            /** @description The interaction, if it is one. */
                            interactionId: string | null;
                            /** @description Or the chat. */
                            chatId: string | null;
                            /** @description The view it was pulled through. */
                            view: string;
                            /** @description The queue it waits in. */
                            queue: string;
                            /** @description The API key that pulled it. */
                            keyId: string;
                            /** @description Its name; null once it is no longer listed. */
                            keyName: string | null;
                            /**
                             * Format: date-time
                             * @description When it was handed out. RFC 3339, UTC, with milliseconds.
                             */
                            leasedAt: string;
                            /**
                             * Format: date-time
                             * @description When the lease ends, unless somebody decides before or it is extended. RFC 3339, UTC, with milliseconds.
                             */
                            leasedUntil: string;
                            /** @description How often the interaction was handed out by then. */
                            deliveries: number;
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listNodes: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description Names the process for as long as it serves. */
                            id: string;
                            /** @description Whether it is the one that answers. */
                            self: boolean;
                            /** @description The name of its machine. */
                            host: string;
                            /** @description Of its program. */
                            version: string;
                            /**
                             * Format: date-time
                             * @description Since when it serves. RFC 3339, UTC, with milliseconds.
                             */
                            startedAt: string;
                            /**
                             * Format: date-time
                             * @description When it last gave a sign of life; who is silent for seven seconds is not listed any more. RFC 3339, UTC, with milliseconds.
                             */
                            seenAt: string;
                            /** @description Background work that one process does at a time, and that it has now. With PostgreSQL nobody has what is not under way. */
                            leases: ("expiry" | "views" | "upkeep")[];
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listObjects: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path: {
                /** @description One of: agent-groups, business-attributes, interaction-queues, interaction-queue-views, enhanced-routing, applications. */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            kind: "agent-groups" | "business-attributes" | "interaction-queues" | "interaction-queue-views" | "enhanced-routing" | "applications";
                            name: string;
                            /** @description Rises by one with each change. */
                            version: number;
                            /** @description Whether provisioning made it, or has taken it over. */
                            provisioned: boolean;
                            /** @description Those of its kind; `docs/provisioning.md` lists them. */
                            properties: {
                                [key: string]: unknown;
                            };
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getObject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One of: agent-groups, business-attributes, interaction-queues, interaction-queue-views, enhanced-routing, applications. */
                kind: string;
                /** @description The name of the object. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "agent-groups" | "business-attributes" | "interaction-queues" | "interaction-queue-views" | "enhanced-routing" | "applications";
                        name: string;
                        /** @description Rises by one with each change. */
                        version: number;
                        /** @description Whether provisioning made it, or has taken it over. */
                        provisioned: boolean;
                        /** @description Those of its kind; `docs/provisioning.md` lists them. */
                        properties: {
                            [key: string]: unknown;
                        };
                    };
                    "text/plain": string;
                };
            };
        };
    };
    putObject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description One of: agent-groups, business-attributes, interaction-queues, interaction-queue-views, enhanced-routing, applications. */
                kind: string;
                /** @description The name of the object. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description All of its properties: those that are left out get their default. */
                    properties: {
                        [key: string]: unknown;
                    };
                    /** @description The kind in the address. */
                    kind?: string;
                    /** @description The name in the address. */
                    name?: string;
                    /** @description The version the change is meant for, like If-Match. */
                    version?: number;
                    /** @description As it was read; only provisioning changes it. */
                    provisioned?: boolean;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "agent-groups" | "business-attributes" | "interaction-queues" | "interaction-queue-views" | "enhanced-routing" | "applications";
                        name: string;
                        /** @description Rises by one with each change. */
                        version: number;
                        /** @description Whether provisioning made it, or has taken it over. */
                        provisioned: boolean;
                        /** @description Those of its kind; `docs/provisioning.md` lists them. */
                        properties: {
                            [key: string]: unknown;
                        };
                        /** @description What was kept although nothing here goes by it. */
                        warnings?: string[];
                    };
                    "text/plain": string;
                };
            };
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "agent-groups" | "business-attributes" | "interaction-queues" | "interaction-queue-views" | "enhanced-routing" | "applications";
                        name: string;
                        /** @description Rises by one with each change. */
                        version: number;
                        /** @description Whether provisioning made it, or has taken it over. */
                        provisioned: boolean;
                        /** @description Those of its kind; `docs/provisioning.md` lists them. */
                        properties: {
                            [key: string]: unknown;
                        };
                        /** @description What was kept although nothing here goes by it. */
                        warnings?: string[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    deleteObject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description One of: agent-groups, business-attributes, interaction-queues, interaction-queue-views, enhanced-routing, applications. */
                kind: string;
                /** @description The name of the object. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "agent-groups" | "business-attributes" | "interaction-queues" | "interaction-queue-views" | "enhanced-routing" | "applications";
                        name: string;
                        /** @description Rises by one with each change. */
                        version: number;
                        /** @description Whether provisioning made it, or has taken it over. */
                        provisioned: boolean;
                        /** @description Those of its kind; `docs/provisioning.md` lists them. */
                        properties: {
                            [key: string]: unknown;
                        };
                    };
                    "text/plain": string;
                };
            };
        };
    };
    provision: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The name of the Web Engagement Server application. */
                    application: string;
                    /**
                     * @description Replace its own objects: changes made to them by hand are lost.
                     * @default false
                     */
                    overwrite?: boolean;
                    /**
                     * @description Say it; write nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                    /** @description The name of the key in use; another one is refused. */
                    user?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        application: string;
                        /** @description The tenant of this service. */
                        tenantId: number;
                        overwrite: boolean;
                        /** @description True when nothing was written. */
                        dryRun: boolean;
                        changes: {
                            /** @enum {string} */
                            kind: "agent-groups" | "business-attributes" | "interaction-queues" | "interaction-queue-views" | "enhanced-routing" | "applications";
                            name: string;
                            /** @enum {string} */
                            action: "created" | "corrected" | "unchanged" | "skipped" | "removed";
                            /** @description What changed, what was kept, or why nothing was done. */
                            detail: string;
                        }[];
                        summary: {
                            created: number;
                            corrected: number;
                            unchanged: number;
                            skipped: number;
                            removed: number;
                        };
                        /** @description What still does not fit together. */
                        warnings: string[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @description The first characters, to recognise it by. */
                            prefix: string;
                            scopes: ("interactions:create" | "interactions:read" | "orchestration" | "chats:read" | "admin:read" | "admin:write" | "strategies:write")[];
                            /**
                             * Format: date-time
                             * @description When it was made. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                             */
                            revokedAt: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Who or what holds it. */
                    name: string;
                    scopes: ("interactions:create" | "interactions:read" | "orchestration" | "chats:read" | "admin:read" | "admin:write" | "strategies:write")[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description The first characters, to recognise it by. */
                        prefix: string;
                        scopes: ("interactions:create" | "interactions:read" | "orchestration" | "chats:read" | "admin:read" | "admin:write" | "strategies:write")[];
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                        /** @description Shown this once: null when the same request comes again. */
                        key: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description The first characters, to recognise it by. */
                        prefix: string;
                        scopes: ("interactions:create" | "interactions:read" | "orchestration" | "chats:read" | "admin:read" | "admin:write" | "strategies:write")[];
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listPublishableKeys: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @description For the pages; not a secret. */
                            key: string;
                            /** @description The origins whose pages may use it. */
                            origins: string[];
                            /**
                             * Format: date-time
                             * @description When it was made. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                             */
                            revokedAt: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    createPublishableKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Which site it is for. */
                    name: string;
                    origins: string[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description For the pages; not a secret. */
                        key: string;
                        /** @description The origins whose pages may use it. */
                        origins: string[];
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    revokePublishableKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @description For the pages; not a secret. */
                        key: string;
                        /** @description The origins whose pages may use it. */
                        origins: string[];
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listSigningKeys: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description Names the secret; the secret is never shown. */
                            id: string;
                            /**
                             * Format: date-time
                             * @description From when on it signs. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description From when on it verifies no token. RFC 3339, UTC, with milliseconds.
                             */
                            verifiesUntil: string;
                            /** @description Whether new tokens are signed with it. */
                            signs: boolean;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    rotateSigningKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Names the secret; the secret is never shown. */
                        id: string;
                        /**
                         * Format: date-time
                         * @description From when on it signs. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    deleteSigningKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Names the secret; the secret is never shown. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing that it signed is good any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Null without a session that is good. */
                        session: {
                            /** @description Names the session; its secret is only in the cookie. */
                            id: string;
                            /** @description The API key that it stands for. */
                            keyId: string;
                            keyName: string;
                            /**
                             * Format: date-time
                             * @description When somebody signed in. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description From when on it is void, unless it is ended before. RFC 3339, UTC, with milliseconds.
                             */
                            expiresAt: string;
                            /** @description What the key may do. */
                            scopes: ("interactions:create" | "interactions:read" | "orchestration" | "chats:read" | "admin:read" | "admin:write" | "strategies:write")[];
                        } | null;
                        /** @description What the console of this service is made of: a page that was made of something else is of another version, and has to be loaded anew. */
                        build: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    beginSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The API key. */
                    key?: string;
                    /** @description Instead of it, a code. */
                    code?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Names the session; its secret is only in the cookie. */
                        id: string;
                        /** @description The API key that it stands for. */
                        keyId: string;
                        keyName: string;
                        /**
                         * Format: date-time
                         * @description When somebody signed in. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description From when on it is void, unless it is ended before. RFC 3339, UTC, with milliseconds.
                         */
                        expiresAt: string;
                        /** @description What the key may do. */
                        scopes: ("interactions:create" | "interactions:read" | "orchestration" | "chats:read" | "admin:read" | "admin:write" | "strategies:write")[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: boolean;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description Names the session; its secret is only in the cookie. */
                            id: string;
                            /** @description The API key that it stands for. */
                            keyId: string;
                            keyName: string;
                            /**
                             * Format: date-time
                             * @description When somebody signed in. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description From when on it is void, unless it is ended before. RFC 3339, UTC, with milliseconds.
                             */
                            expiresAt: string;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Names the session; its secret is only in the cookie. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is good for nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getEngagementLogic: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description In their order: the first that applies decides. */
                        rules: {
                            [key: string]: unknown;
                        }[];
                        /** @description 1 is the shipped one; each change adds one. */
                        version: number;
                        /**
                         * Format: date-time
                         * @description When it came into force; null for the shipped one. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                        /** @description What to look at again: patterns that may never match. */
                        warnings: string[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    setEngagementLogic: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rules: {
                        /** @description Unique; refusals and histories name it. */
                        name: string;
                        /** @description All must hold; without any, the rule always applies. */
                        when?: {
                            /** @description The category is one of these. */
                            category?: string[];
                            /** @description The address matches one of these; `*` is any text. */
                            pageUrl?: string[];
                            /** @description Conditions by user data key; all must hold. */
                            userData?: {
                                [key: string]: {
                                    /** @description Whether the key has a value. */
                                    present?: boolean;
                                    /** @description The value is one of these. */
                                    is?: string[];
                                    /** @description The value matches one of these patterns; `*` is any text. */
                                    like?: string[];
                                };
                            };
                            /** @description The wish of the site is one of these; `none` is no wish. */
                            channel?: ("proactiveChat" | "proactiveCallback" | "none")[];
                            time?: {
                                /** @description An IANA time zone, for instance Europe/Berlin; daylight saving is handled. */
                                timeZone: string;
                                /** @description Default: every day. A window over midnight belongs to the day it began on. */
                                weekdays?: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                                /** @description Local time at which the window begins. Default: 00:00. */
                                from?: string;
                                /** @description Local time at which it has ended; before `from`: on the next day. */
                                to?: string;
                            };
                            /** @description The visitor (without a proven visitorId: the visit) has had so many attempts; all must hold. */
                            attempts?: {
                                /**
                                 * @description Which of the earlier attempts count.
                                 * @enum {string}
                                 */
                                outcome: "any" | "invited" | "accepted" | "rejected" | "finalised" | "completed";
                                /** @description Default: 1, once. */
                                atLeast?: number;
                                /** @description Counts attempts created in this period before the decision. */
                                withinSeconds: number;
                            }[];
                            /** @description Agents would have room for more chats. */
                            capacity?: {
                                /** @description So many more visitors may be invited to a chat: `allowed` of pacing. */
                                atLeast: number;
                            };
                        };
                        /** @description What is decided when the rule applies. */
                        result: {
                            /** @enum {string} */
                            decision: "engage" | "noengage";
                            /**
                             * @description With engage. Default: as without rules.
                             * @enum {string}
                             */
                            channel?: "proactiveChat" | "proactiveCallback";
                            /** @description With engage: texts of the invitation: `title`, `text`, …. */
                            invitation?: {
                                [key: string]: string;
                            };
                            /**
                             * Format: text
                             * @description With noengage: kept as `reasonDetail`.
                             */
                            reason?: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description In their order: the first that applies decides. */
                        rules: {
                            [key: string]: unknown;
                        }[];
                        /** @description 1 is the shipped one; each change adds one. */
                        version: number;
                        /**
                         * Format: date-time
                         * @description When it came into force; null for the shipped one. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                        /** @description What to look at again: patterns that may never match. */
                        warnings: string[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getEngagementLogicHistory: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description In their order: the first that applies decides. */
                            rules: {
                                [key: string]: unknown;
                            }[];
                            /** @description 1 is the shipped one; each change adds one. */
                            version: number;
                            /**
                             * Format: date-time
                             * @description When it came into force; null for the shipped one. RFC 3339, UTC, with milliseconds.
                             */
                            updatedAt: string | null;
                            /** @description The name of the key that changed it. */
                            updatedBy: string | null;
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    rollBackEngagementLogic: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The version to go back to. */
                    version: number;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description In their order: the first that applies decides. */
                        rules: {
                            [key: string]: unknown;
                        }[];
                        /** @description 1 is the shipped one; each change adds one. */
                        version: number;
                        /**
                         * Format: date-time
                         * @description When it came into force; null for the shipped one. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                        /** @description What to look at again: patterns that may never match. */
                        warnings: string[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    tryEngagementLogic: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The interaction to decide on. */
                    interactionId: string;
                    rules?: {
                        /** @description Unique; refusals and histories name it. */
                        name: string;
                        /** @description All must hold; without any, the rule always applies. */
                        when?: {
                            /** @description The category is one of these. */
                            category?: string[];
                            /** @description The address matches one of these; `*` is any text. */
                            pageUrl?: string[];
                            /** @description Conditions by user data key; all must hold. */
                            userData?: {
                                [key: string]: {
                                    /** @description Whether the key has a value. */
                                    present?: boolean;
                                    /** @description The value is one of these. */
                                    is?: string[];
                                    /** @description The value matches one of these patterns; `*` is any text. */
                                    like?: string[];
                                };
                            };
                            /** @description The wish of the site is one of these; `none` is no wish. */
                            channel?: ("proactiveChat" | "proactiveCallback" | "none")[];
                            time?: {
                                /** @description An IANA time zone, for instance Europe/Berlin; daylight saving is handled. */
                                timeZone: string;
                                /** @description Default: every day. A window over midnight belongs to the day it began on. */
                                weekdays?: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                                /** @description Local time at which the window begins. Default: 00:00. */
                                from?: string;
                                /** @description Local time at which it has ended; before `from`: on the next day. */
                                to?: string;
                            };
                            /** @description The visitor (without a proven visitorId: the visit) has had so many attempts; all must hold. */
                            attempts?: {
                                /**
                                 * @description Which of the earlier attempts count.
                                 * @enum {string}
                                 */
                                outcome: "any" | "invited" | "accepted" | "rejected" | "finalised" | "completed";
                                /** @description Default: 1, once. */
                                atLeast?: number;
                                /** @description Counts attempts created in this period before the decision. */
                                withinSeconds: number;
                            }[];
                            /** @description Agents would have room for more chats. */
                            capacity?: {
                                /** @description So many more visitors may be invited to a chat: `allowed` of pacing. */
                                atLeast: number;
                            };
                        };
                        /** @description What is decided when the rule applies. */
                        result: {
                            /** @enum {string} */
                            decision: "engage" | "noengage";
                            /**
                             * @description With engage. Default: as without rules.
                             * @enum {string}
                             */
                            channel?: "proactiveChat" | "proactiveCallback";
                            /** @description With engage: texts of the invitation: `title`, `text`, …. */
                            invitation?: {
                                [key: string]: string;
                            };
                            /**
                             * Format: text
                             * @description With noengage: kept as `reasonDetail`.
                             */
                            reason?: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        decision: "engage" | "noengage";
                        /** @description The rule that decides; null when none applies. */
                        rule: string | null;
                        /**
                         * @description The channel of the engagement.
                         * @enum {string|null}
                         */
                        channel: "proactiveChat" | "proactiveCallback" | null;
                        /** @description The texts of the invitation. */
                        invitation: {
                            [key: string]: string;
                        } | null;
                        /** @description What becomes the `reasonDetail`. */
                        reason: string | null;
                        /** @description How many more may be invited to a chat; null when it is not looked at. */
                        pacing: {
                            /** @description How many invitations to a chat may be outstanding. */
                            limit: number;
                            /** @description How many are: Engaged over proactiveChat. */
                            outstanding: number;
                            /** @description How many more may be. */
                            allowed: number;
                            /**
                             * @description What the limit follows from.
                             * @enum {string}
                             */
                            because: "no_agents" | "waiting_chats" | "goal" | "reactive" | "cap" | "feedback";
                        } | null;
                        /** @description The rules before it. */
                        missed: {
                            rule: string;
                            /** @description The first condition that does not hold. */
                            condition: string;
                        }[];
                        /** @description Of the rules; null for rules that are only tried. */
                        version: number | null;
                        /** @description Why the decision would change nothing: what became of it already. */
                        refusal: string | null;
                        /**
                         * @description Where the interaction would be.
                         * @enum {string}
                         */
                        state: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getChatRouting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description In their order: the first that applies decides. */
                        rules: {
                            [key: string]: unknown;
                        }[];
                        /** @description 1 is the shipped one; each change adds one. */
                        version: number;
                        /**
                         * Format: date-time
                         * @description When it came into force; null for the shipped one. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                        /** @description What to look at again: groups that are not there, skills that nobody has, patterns that may never match. */
                        warnings: string[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    setChatRouting: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rules: {
                        /** @description Unique; refusals and histories name it. */
                        name: string;
                        /** @description All must hold; without any, the rule always applies. */
                        when?: {
                            /** @description The category is one of these. */
                            category?: string[];
                            /** @description The address matches one of these; `*` is any text. */
                            pageUrl?: string[];
                            /** @description Conditions by user data key; all must hold. */
                            userData?: {
                                [key: string]: {
                                    /** @description Whether the key has a value. */
                                    present?: boolean;
                                    /** @description The value is one of these. */
                                    is?: string[];
                                    /** @description The value matches one of these patterns; `*` is any text. */
                                    like?: string[];
                                };
                            };
                            /** @description The wish of the site is one of these; `none` is no wish. */
                            channel?: ("proactiveChat" | "proactiveCallback" | "none")[];
                            time?: {
                                /** @description An IANA time zone, for instance Europe/Berlin; daylight saving is handled. */
                                timeZone: string;
                                /** @description Default: every day. A window over midnight belongs to the day it began on. */
                                weekdays?: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                                /** @description Local time at which the window begins. Default: 00:00. */
                                from?: string;
                                /** @description Local time at which it has ended; before `from`: on the next day. */
                                to?: string;
                            };
                            /** @description The visitor (without a proven visitorId: the visit) has had so many attempts; all must hold. */
                            attempts?: {
                                /**
                                 * @description Which of the earlier attempts count.
                                 * @enum {string}
                                 */
                                outcome: "any" | "invited" | "accepted" | "rejected" | "finalised" | "completed";
                                /** @description Default: 1, once. */
                                atLeast?: number;
                                /** @description Counts attempts created in this period before the decision. */
                                withinSeconds: number;
                            }[];
                        };
                        /** @description Where the chat goes when the rule applies: either a group or closed. */
                        result: {
                            /** @description The agent group whose agents may take the chat. */
                            group?: string;
                            /** @description Skill to level, from 1 to 100. */
                            skills?: {
                                [key: string]: number;
                            };
                            /** @description The higher is served first. Default: 0. */
                            priority?: number;
                            /** @description Another group that may take it too, after a while. */
                            overflow?: {
                                /** @description How long it waits for its own group alone. */
                                afterSeconds: number;
                                /** @description The agent group whose agents may take the chat. */
                                group: string;
                            };
                            /**
                             * Format: text
                             * @description What the visitor is told at once.
                             */
                            message?: string;
                            /** @description Nobody takes chats now: instead of a group. */
                            closed?: {
                                /**
                                 * Format: text
                                 * @description What the visitor is told.
                                 */
                                message?: string;
                            };
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description In their order: the first that applies decides. */
                        rules: {
                            [key: string]: unknown;
                        }[];
                        /** @description 1 is the shipped one; each change adds one. */
                        version: number;
                        /**
                         * Format: date-time
                         * @description When it came into force; null for the shipped one. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                        /** @description What to look at again: groups that are not there, skills that nobody has, patterns that may never match. */
                        warnings: string[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getChatRoutingHistory: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description In their order: the first that applies decides. */
                            rules: {
                                [key: string]: unknown;
                            }[];
                            /** @description 1 is the shipped one; each change adds one. */
                            version: number;
                            /**
                             * Format: date-time
                             * @description When it came into force; null for the shipped one. RFC 3339, UTC, with milliseconds.
                             */
                            updatedAt: string | null;
                            /** @description The name of the key that changed it. */
                            updatedBy: string | null;
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    rollBackChatRouting: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The version to go back to. */
                    version: number;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description In their order: the first that applies decides. */
                        rules: {
                            [key: string]: unknown;
                        }[];
                        /** @description 1 is the shipped one; each change adds one. */
                        version: number;
                        /**
                         * Format: date-time
                         * @description When it came into force; null for the shipped one. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that changed it. */
                        updatedBy: string | null;
                        /** @description What to look at again: groups that are not there, skills that nobody has, patterns that may never match. */
                        warnings: string[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    tryChatRouting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The chat to decide on. */
                    chatId: string;
                    rules?: {
                        /** @description Unique; refusals and histories name it. */
                        name: string;
                        /** @description All must hold; without any, the rule always applies. */
                        when?: {
                            /** @description The category is one of these. */
                            category?: string[];
                            /** @description The address matches one of these; `*` is any text. */
                            pageUrl?: string[];
                            /** @description Conditions by user data key; all must hold. */
                            userData?: {
                                [key: string]: {
                                    /** @description Whether the key has a value. */
                                    present?: boolean;
                                    /** @description The value is one of these. */
                                    is?: string[];
                                    /** @description The value matches one of these patterns; `*` is any text. */
                                    like?: string[];
                                };
                            };
                            /** @description The wish of the site is one of these; `none` is no wish. */
                            channel?: ("proactiveChat" | "proactiveCallback" | "none")[];
                            time?: {
                                /** @description An IANA time zone, for instance Europe/Berlin; daylight saving is handled. */
                                timeZone: string;
                                /** @description Default: every day. A window over midnight belongs to the day it began on. */
                                weekdays?: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
                                /** @description Local time at which the window begins. Default: 00:00. */
                                from?: string;
                                /** @description Local time at which it has ended; before `from`: on the next day. */
                                to?: string;
                            };
                            /** @description The visitor (without a proven visitorId: the visit) has had so many attempts; all must hold. */
                            attempts?: {
                                /**
                                 * @description Which of the earlier attempts count.
                                 * @enum {string}
                                 */
                                outcome: "any" | "invited" | "accepted" | "rejected" | "finalised" | "completed";
                                /** @description Default: 1, once. */
                                atLeast?: number;
                                /** @description Counts attempts created in this period before the decision. */
                                withinSeconds: number;
                            }[];
                        };
                        /** @description Where the chat goes when the rule applies: either a group or closed. */
                        result: {
                            /** @description The agent group whose agents may take the chat. */
                            group?: string;
                            /** @description Skill to level, from 1 to 100. */
                            skills?: {
                                [key: string]: number;
                            };
                            /** @description The higher is served first. Default: 0. */
                            priority?: number;
                            /** @description Another group that may take it too, after a while. */
                            overflow?: {
                                /** @description How long it waits for its own group alone. */
                                afterSeconds: number;
                                /** @description The agent group whose agents may take the chat. */
                                group: string;
                            };
                            /**
                             * Format: text
                             * @description What the visitor is told at once.
                             */
                            message?: string;
                            /** @description Nobody takes chats now: instead of a group. */
                            closed?: {
                                /**
                                 * Format: text
                                 * @description What the visitor is told.
                                 */
                                message?: string;
                            };
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The rule that decides; null when none applies. */
                        rule: string | null;
                        /** @description The agent group it goes to; null when closed. */
                        group: string | null;
                        closed: boolean;
                        /** @description What the visitor is told. */
                        message: string | null;
                        /** @description Who would be offered it now; null when nobody is free for it. */
                        agent: string | null;
                        /** @description Those who are ready, and would not be offered it. */
                        others: {
                            agent: string;
                            /** @description Why not this one. */
                            why: string;
                        }[];
                        /** @description The rules before it, with the first condition that does not hold. */
                        missed: {
                            rule: string;
                            condition: string;
                        }[];
                        /** @description Of the rules; null for rules that are only tried. */
                        version: number | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listStrategies: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @description Of the JSON `[main, [[path, text], …]]`, ordered by path; hexadecimal. */
                            sha256: string;
                            /** @description The path of the document that a session begins with. */
                            main: string;
                            /** @description How many there are. */
                            documents: number;
                            /** @description Of all of them, as UTF-8. */
                            bytes: number;
                            /** @description What to look at again. */
                            warnings: {
                                /** @description The path of the document. */
                                file: string;
                                /** @description From 1. */
                                line: number;
                                /** @description From 1. */
                                column: number;
                                detail: string;
                            }[];
                            /** @description Each change adds one; the text of a version stays. */
                            version: number;
                            /**
                             * Format: date-time
                             * @description When this version was made. RFC 3339, UTC, with milliseconds.
                             */
                            updatedAt: string;
                            /** @description The name of the key that made it. */
                            updatedBy: string;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getStrategy: {
        parameters: {
            query?: {
                /** @description The newest when left out. */
                version?: number;
            };
            header?: never;
            path: {
                /** @description The name of the strategy. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description Of the JSON `[main, [[path, text], …]]`, ordered by path; hexadecimal. */
                        sha256: string;
                        /** @description The path of the document that a session begins with. */
                        main: string;
                        /** @description How many there are. */
                        documents: number;
                        /** @description Of all of them, as UTF-8. */
                        bytes: number;
                        /** @description What to look at again. */
                        warnings: {
                            /** @description The path of the document. */
                            file: string;
                            /** @description From 1. */
                            line: number;
                            /** @description From 1. */
                            column: number;
                            detail: string;
                        }[];
                        /** @description Each change adds one; the text of a version stays. */
                        version: number;
                        /**
                         * Format: date-time
                         * @description When this version was made. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string;
                        /** @description The name of the key that made it. */
                        updatedBy: string;
                        /** @description The documents: path → text. */
                        files: {
                            [key: string]: string;
                        };
                    };
                    "text/plain": string;
                };
            };
        };
    };
    putStrategy: {
        parameters: {
            query?: {
                /** @description Looks at the bundle, and stores nothing. */
                check?: "true" | "false";
            };
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The name of the strategy. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: text
                     * @description The path of the document that a session begins with.
                     */
                    main: string;
                    /** @description Every document: path → text. Includes are found by their path. */
                    files: {
                        [key: string]: string;
                    };
                };
                "application/scxml+xml": string;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description Of the JSON `[main, [[path, text], …]]`, ordered by path; hexadecimal. */
                        sha256: string;
                        /** @description The path of the document that a session begins with. */
                        main: string;
                        /** @description How many there are. */
                        documents: number;
                        /** @description Of all of them, as UTF-8. */
                        bytes: number;
                        /** @description What to look at again. */
                        warnings: {
                            /** @description The path of the document. */
                            file: string;
                            /** @description From 1. */
                            line: number;
                            /** @description From 1. */
                            column: number;
                            detail: string;
                        }[];
                        /** @description The version in force; null when the bundle was only checked. */
                        version: number | null;
                        /** @description Whether that is a new version: the text in force again makes none. */
                        isChanged: boolean;
                        /**
                         * Format: date-time
                         * @description When that version was made. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that made it. */
                        updatedBy: string | null;
                    };
                    "text/plain": string;
                };
            };
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description Of the JSON `[main, [[path, text], …]]`, ordered by path; hexadecimal. */
                        sha256: string;
                        /** @description The path of the document that a session begins with. */
                        main: string;
                        /** @description How many there are. */
                        documents: number;
                        /** @description Of all of them, as UTF-8. */
                        bytes: number;
                        /** @description What to look at again. */
                        warnings: {
                            /** @description The path of the document. */
                            file: string;
                            /** @description From 1. */
                            line: number;
                            /** @description From 1. */
                            column: number;
                            detail: string;
                        }[];
                        /** @description The version in force; null when the bundle was only checked. */
                        version: number | null;
                        /** @description Whether that is a new version: the text in force again makes none. */
                        isChanged: boolean;
                        /**
                         * Format: date-time
                         * @description When that version was made. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string | null;
                        /** @description The name of the key that made it. */
                        updatedBy: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    deleteStrategy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The name of the strategy. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description The newest one that there was. */
                        version: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getStrategyHistory: {
        parameters: {
            query?: {
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path: {
                /** @description The name of the strategy. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @description Of the JSON `[main, [[path, text], …]]`, ordered by path; hexadecimal. */
                            sha256: string;
                            /** @description The path of the document that a session begins with. */
                            main: string;
                            /** @description How many there are. */
                            documents: number;
                            /** @description Of all of them, as UTF-8. */
                            bytes: number;
                            /** @description What to look at again. */
                            warnings: {
                                /** @description The path of the document. */
                                file: string;
                                /** @description From 1. */
                                line: number;
                                /** @description From 1. */
                                column: number;
                                detail: string;
                            }[];
                            /** @description Each change adds one; the text of a version stays. */
                            version: number;
                            /**
                             * Format: date-time
                             * @description When this version was made. RFC 3339, UTC, with milliseconds.
                             */
                            updatedAt: string;
                            /** @description The name of the key that made it. */
                            updatedBy: string;
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    rollBackStrategy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The name of the strategy. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The version to go back to. */
                    version: number;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description Of the JSON `[main, [[path, text], …]]`, ordered by path; hexadecimal. */
                        sha256: string;
                        /** @description The path of the document that a session begins with. */
                        main: string;
                        /** @description How many there are. */
                        documents: number;
                        /** @description Of all of them, as UTF-8. */
                        bytes: number;
                        /** @description What to look at again. */
                        warnings: {
                            /** @description The path of the document. */
                            file: string;
                            /** @description From 1. */
                            line: number;
                            /** @description From 1. */
                            column: number;
                            detail: string;
                        }[];
                        /** @description Each change adds one; the text of a version stays. */
                        version: number;
                        /**
                         * Format: date-time
                         * @description When this version was made. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string;
                        /** @description The name of the key that made it. */
                        updatedBy: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    tryStrategy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the strategy. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An interaction to decide on. */
                    interactionId?: string;
                    /** @description Or a chat to route. */
                    chatId?: string;
                    interaction?: {
                        /** @description What is attached to it. At most 64 keys of 128 characters, values of 4,096, 16 KiB in all. */
                        userData?: {
                            [key: string]: string;
                        };
                        /** @description Its category. */
                        category?: string;
                        /**
                         * @description The wish of the site.
                         * @enum {string}
                         */
                        channel?: "proactiveChat" | "proactiveCallback";
                        /** @description The page the visit was on. */
                        pageUrl?: string;
                        /** @description The id of that page. */
                        pageId?: string;
                        /** @description The visitor. */
                        visitorId?: string;
                    };
                    /** @description The newest when left out. */
                    version?: number;
                    /** @description What fetches and submits are answered: each once, the first that fits. A fetch without one fails, a submit without one finds nobody. */
                    answers?: {
                        /** @description Which fetch: its `requestid`, or the beginning of its address. Without it, the next one. */
                        fetch?: string;
                        /** @description Which `queue:submit`: the name of one of its targets. */
                        submit?: string;
                        /** @description 200 when left out. */
                        status?: number;
                        /** @description A text as it is; anything else becomes JSON. */
                        body?: unknown;
                        /** @description Who takes the chat; nobody in time when left out. */
                        agent?: string | null;
                    }[];
                    /**
                     * Format: date-time
                     * @description Where the clock of the session begins; now when left out.
                     */
                    at?: string;
                    /**
                     * @description `virtual`, when left out: delays pass as soon as nothing else is to be done.
                     * @enum {string}
                     */
                    clock?: "virtual" | "real";
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description What would have been decided first; null for nothing.
                         * @enum {string|null}
                         */
                        decision: "engage" | "noengage" | "route" | "end" | null;
                        /** @description Of an engagement. */
                        channel: string | null;
                        /** @description What would become the `reasonDetail`. */
                        reason: string | null;
                        /** @description Where a chat would have gone last. */
                        route: {
                            group?: string;
                            agent?: string;
                            skills?: {
                                [key: string]: number;
                            };
                            priority?: number;
                            overflow?: {
                                afterSeconds?: number;
                                group?: string;
                            };
                        } | null;
                        /** @description What would be attached then. */
                        userData: {
                            [key: string]: string;
                        };
                        /** @description Everything that the session asked of the world, in its order. */
                        actions: {
                            type: string;
                            file: string;
                            line: number;
                            /** @description In short what was asked. */
                            asked: string;
                            /** @description The event that answered it. */
                            answer: string | null;
                        }[];
                        /** @description Of the strategy. */
                        version: number;
                        /**
                         * @description `final`: in a final state; `stopped`: from outside, or nothing it could wait for; `killed`: by a limit; `failed`: it could not be run.
                         * @enum {string}
                         */
                        how: "final" | "stopped" | "killed" | "failed";
                        /** @description The limit that ended it. */
                        limit: string | null;
                        /** @description What else is known of its end. */
                        detail: string | null;
                        /** @description Where it was last. */
                        states: string[];
                        trace: {
                            /** @description From 1. */
                            step: number;
                            /** @description Null for a transition without one, and for the beginning. */
                            event: string | null;
                            /** @description Ids of states. */
                            exited: string[];
                            /** @description Ids of states. */
                            entered: string[];
                            transitions: {
                                file: string;
                                /** @description From 1. */
                                line: number;
                            }[];
                            /** @description What the document logged, and its errors. */
                            log: string[];
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listStrategySessions: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description The name of the strategy. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description What it decided on. */
                            interactionId: string | null;
                            /** @description What it routed. */
                            chatId: string | null;
                            /**
                             * Format: date-time
                             * @description When it began. RFC 3339, UTC, with milliseconds.
                             */
                            startedAt: string;
                            /**
                             * Format: date-time
                             * @description When it ended. RFC 3339, UTC, with milliseconds.
                             */
                            endedAt: string;
                            /** @description What was decided; null for nothing. */
                            decision: string | null;
                            /** @description Of the strategy. */
                            version: number;
                            /**
                             * @description `final`: in a final state; `stopped`: from outside, or nothing it could wait for; `killed`: by a limit; `failed`: it could not be run.
                             * @enum {string}
                             */
                            how: "final" | "stopped" | "killed" | "failed";
                            /** @description The limit that ended it. */
                            limit: string | null;
                            /** @description What else is known of its end. */
                            detail: string | null;
                            /** @description Where it was last. */
                            states: string[];
                            trace: {
                                /** @description From 1. */
                                step: number;
                                /** @description Null for a transition without one, and for the beginning. */
                                event: string | null;
                                /** @description Ids of states. */
                                exited: string[];
                                /** @description Ids of states. */
                                entered: string[];
                                transitions: {
                                    file: string;
                                    /** @description From 1. */
                                    line: number;
                                }[];
                                /** @description What the document logged, and its errors. */
                                log: string[];
                            }[];
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listStrategySecrets: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /**
                             * Format: date-time
                             * @description When it was made. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                             */
                            revokedAt: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    createStrategySecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The strategy that holds it. */
                    name: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                        /** @description Shown this once: `whsec_` and base64. */
                        secret: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    revokeStrategySecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the secret. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was revoked; null while it is good. RFC 3339, UTC, with milliseconds.
                         */
                        revokedAt: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listRefusals: {
        parameters: {
            query?: {
                reason?: "engagement_in_progress" | "chat_in_progress" | "unknown_category" | "not_engaged" | "no_capacity";
                /** @description The rule that decided. */
                rule?: string;
                /** @description The visit. */
                visitId?: string;
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @description When it was refused, or decided against. RFC 3339, UTC, with milliseconds.
                             */
                            at: string;
                            /**
                             * @description Why; `not_engaged` is the decision of a strategy.
                             * @enum {string}
                             */
                            reason: "engagement_in_progress" | "chat_in_progress" | "unknown_category" | "not_engaged" | "no_capacity";
                            /** @description The live attempt in the way, or the one decided against. */
                            interactionId: string | null;
                            /** @description The rule that decided. Never shown to browsers. */
                            rule?: string | null;
                            /** @description The strategy's own words. Never shown to browsers. */
                            detail?: string | null;
                            /** @description The visit that was not offered anything. */
                            visitId: string | null;
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                        /** @description By reason and rule, most frequent first; with `visitId` those of the visit, else all. */
                        counts: {
                            /** @enum {string} */
                            reason: "engagement_in_progress" | "chat_in_progress" | "unknown_category" | "not_engaged" | "no_capacity";
                            /** @description The rule of the built-in strategy that decided. */
                            rule: string | null;
                            /** @description Ever, also those that are not listed any more; of a visit, of those kept. */
                            total: number;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description What was done. */
                action?: "agent.changed" | "agent.created" | "agent.deleted" | "agent.key_rotated" | "agent.state_changed" | "api_key.created" | "api_key.restored" | "api_key.revoked" | "backup.created" | "statistic.recounted" | "chat.bulk_finished" | "chat.bulk_started" | "chat.cleaned" | "chat.messages_read" | "chat.stopped" | "chat.transferred" | "chat_routing.changed" | "delivery.bulk_finished" | "delivery.bulk_started" | "delivery.resent" | "engagement_logic.changed" | "interaction.bulk_finished" | "interaction.bulk_started" | "interaction.cleaned" | "interaction.erased" | "interaction.stopped" | "object.changed" | "object.created" | "object.deleted" | "option.changed" | "person.erased" | "provisioning.applied" | "publishable_key.created" | "publishable_key.revoked" | "session.created" | "session.ended" | "signing_key.created" | "signing_key.deleted" | "strategy.changed" | "strategy.deleted" | "strategy_secret.created" | "strategy_secret.revoked" | "time.set_back" | "webhook_endpoint.changed" | "webhook_endpoint.created" | "webhook_endpoint.deleted" | "webhook_endpoint.disabled" | "webhook_endpoint.recovered" | "webhook_endpoint.recovery_started" | "webhook_endpoint.secret_rotated" | "webhook_endpoint.tested";
                /** @description What it was done to, as the entries have it; of an object also its name alone. */
                target?: string;
                /** @description The id or the name of the key that did it. */
                key?: string;
                /** @description Done later than this moment. */
                after?: string;
                /** @description Done earlier than this moment. */
                before?: string;
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @description When it was done. RFC 3339, UTC, with milliseconds.
                             */
                            at: string;
                            /** @description The key that did it. */
                            keyId: string;
                            keyName: string;
                            /** @description For instance `option.changed`. */
                            action: string;
                            /** @description What was changed: a name or an id. */
                            target: string;
                            /** @description What it was. */
                            before: unknown;
                            /** @description What it became. */
                            after: unknown;
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    makeBackup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Its path in the data directory. */
                        file: string;
                        /** @description How large it is. */
                        bytes: number;
                        /** @description How long it took, in milliseconds. */
                        durationMs: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listBackups: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description Its path in the data directory. */
                            file: string;
                            /** @description How large it is. */
                            bytes: number;
                            /**
                             * Format: date-time
                             * @description The moment that it is a copy of. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @description An http or https address; a private one only if `WEBHOOK_ALLOW_PRIVATE` lists it. */
                            url: string;
                            eventTypes: string[];
                            description: string;
                            enabled: boolean;
                            /**
                             * @description `ops`: by an operator. `gone`: it answered 410. `failing`: it only failed for 120 hours.
                             * @enum {string|null}
                             */
                            disabledReason: "ops" | "gone" | "failing" | null;
                            /** @description Attempts a second at most; null for as many as there are. */
                            rateLimitPerSecond: number | null;
                            /**
                             * Format: date-time
                             * @description Until when the secret before the rotation signs too. RFC 3339, UTC, with milliseconds.
                             */
                            previousSecretExpiresAt: string | null;
                            /**
                             * Format: date-time
                             * @description When it was made. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /**
                             * Format: date-time
                             * @description When it was changed last. RFC 3339, UTC, with milliseconds.
                             */
                            updatedAt: string;
                            /** @description Rises by one with each change. */
                            version: number;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An http or https address; a private one only if `WEBHOOK_ALLOW_PRIVATE` lists it. */
                    url: string;
                    /** @description Event types, `prefix.*` for a family of them, `*` for all. */
                    eventTypes: string[];
                    /**
                     * Format: text
                     * @description Who or what it is.
                     */
                    description?: string;
                    /** @description Attempts a second at most; null for as many as there are. */
                    rateLimitPerSecond?: number | null;
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description An http or https address; a private one only if `WEBHOOK_ALLOW_PRIVATE` lists it. */
                        url: string;
                        eventTypes: string[];
                        description: string;
                        enabled: boolean;
                        /**
                         * @description `ops`: by an operator. `gone`: it answered 410. `failing`: it only failed for 120 hours.
                         * @enum {string|null}
                         */
                        disabledReason: "ops" | "gone" | "failing" | null;
                        /** @description Attempts a second at most; null for as many as there are. */
                        rateLimitPerSecond: number | null;
                        /**
                         * Format: date-time
                         * @description Until when the secret before the rotation signs too. RFC 3339, UTC, with milliseconds.
                         */
                        previousSecretExpiresAt: string | null;
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was changed last. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                        /** @description `whsec_…`; shown this once. */
                        secret: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description An http or https address; a private one only if `WEBHOOK_ALLOW_PRIVATE` lists it. */
                        url: string;
                        eventTypes: string[];
                        description: string;
                        enabled: boolean;
                        /**
                         * @description `ops`: by an operator. `gone`: it answered 410. `failing`: it only failed for 120 hours.
                         * @enum {string|null}
                         */
                        disabledReason: "ops" | "gone" | "failing" | null;
                        /** @description Attempts a second at most; null for as many as there are. */
                        rateLimitPerSecond: number | null;
                        /**
                         * Format: date-time
                         * @description Until when the secret before the rotation signs too. RFC 3339, UTC, with milliseconds.
                         */
                        previousSecretExpiresAt: string | null;
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was changed last. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The id of the endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An http or https address; a private one only if `WEBHOOK_ALLOW_PRIVATE` lists it. */
                    url?: string;
                    /** @description Event types, `prefix.*` for a family of them, `*` for all. */
                    eventTypes?: string[];
                    /**
                     * Format: text
                     * @description Who or what it is.
                     */
                    description?: string;
                    /** @description Attempts a second at most; null for as many as there are. */
                    rateLimitPerSecond?: number | null;
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description An http or https address; a private one only if `WEBHOOK_ALLOW_PRIVATE` lists it. */
                        url: string;
                        eventTypes: string[];
                        description: string;
                        enabled: boolean;
                        /**
                         * @description `ops`: by an operator. `gone`: it answered 410. `failing`: it only failed for 120 hours.
                         * @enum {string|null}
                         */
                        disabledReason: "ops" | "gone" | "failing" | null;
                        /** @description Attempts a second at most; null for as many as there are. */
                        rateLimitPerSecond: number | null;
                        /**
                         * Format: date-time
                         * @description Until when the secret before the rotation signs too. RFC 3339, UTC, with milliseconds.
                         */
                        previousSecretExpiresAt: string | null;
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was changed last. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
                /** @description Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description The id of the endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description An http or https address; a private one only if `WEBHOOK_ALLOW_PRIVATE` lists it. */
                        url: string;
                        eventTypes: string[];
                        description: string;
                        enabled: boolean;
                        /**
                         * @description `ops`: by an operator. `gone`: it answered 410. `failing`: it only failed for 120 hours.
                         * @enum {string|null}
                         */
                        disabledReason: "ops" | "gone" | "failing" | null;
                        /** @description Attempts a second at most; null for as many as there are. */
                        rateLimitPerSecond: number | null;
                        /**
                         * Format: date-time
                         * @description Until when the secret before the rotation signs too. RFC 3339, UTC, with milliseconds.
                         */
                        previousSecretExpiresAt: string | null;
                        /**
                         * Format: date-time
                         * @description When it was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /**
                         * Format: date-time
                         * @description When it was changed last. RFC 3339, UTC, with milliseconds.
                         */
                        updatedAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                        /** @description `whsec_…`; shown this once. */
                        secret: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        messageId: string;
                        eventType: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getWebhookStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description The 24 hours begin. RFC 3339, UTC, with milliseconds.
                         */
                        since: string;
                        attempts: number;
                        /** @description Attempts answered with 2xx. */
                        succeeded: number;
                        failedAttempts: number;
                        /** @description Deliveries that failed for good. */
                        givenUp: number;
                        averageDurationMs: number | null;
                        /** @description Deliveries to be attempted, now or later. */
                        pending: number;
                        /**
                         * Format: date-time
                         * @description Since when every attempt has failed; null after a success. RFC 3339, UTC, with milliseconds.
                         */
                        failingSince: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description To this endpoint. */
                endpointId?: string;
                eventType?: "interaction.created" | "interaction.engaged" | "interaction.displayed" | "interaction.accepted" | "interaction.rejected" | "interaction.timed_out" | "interaction.failed" | "interaction.missed" | "registration_form.completed" | "registration_form.expired" | "interaction.stopped" | "interaction.erased" | "chat.not_started" | "chat.queued" | "chat.offered" | "chat.rejected" | "chat.requeued" | "chat.accepted" | "chat.transferred" | "chat.ended" | "agent.logged_in" | "agent.ready" | "agent.not_ready" | "agent.logged_out" | "interaction.creation_refused" | "option.changed" | "webhook_endpoint.disabled" | "webhook_endpoint.tested" | "chat.message";
                /** @description About this interaction. */
                interactionId?: string;
                /** @description `pending`: still to be attempted. `failed`: what failed until now, `retrying` or `given_up`. */
                status?: "pending" | "succeeded" | "failed" | "retrying" | "given_up";
                /** @description Of messages written later than this moment. */
                createdAfter?: string;
                /** @description Of messages written earlier than this moment. */
                createdBefore?: string;
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @description What was sent as `webhook-id`. */
                            messageId: string;
                            endpointId: string;
                            eventType: string;
                            /** @description Null for events that are not about an interaction. */
                            interactionId: string | null;
                            /**
                             * @description `failed` once it is given up.
                             * @enum {string}
                             */
                            status: "pending" | "succeeded" | "failed";
                            /**
                             * @description `pending`: not attempted yet. `retrying`: it failed and is attempted again. `given_up`: no more.
                             * @enum {string}
                             */
                            state: "pending" | "retrying" | "succeeded" | "given_up";
                            /** @description Attempts that are kept, of at most 50. */
                            attemptCount: number;
                            /** @description The status of the last answer; null when there was none. */
                            lastStatus: number | null;
                            /** @description Why the last attempt had no answer. */
                            lastError: string | null;
                            /**
                             * Format: date-time
                             * @description When it is attempted next; null unless it is pending. RFC 3339, UTC, with milliseconds.
                             */
                            nextAttemptAt: string | null;
                            attempts: {
                                /**
                                 * Format: date-time
                                 * @description When it began. RFC 3339, UTC, with milliseconds.
                                 */
                                at: string;
                                /** @description The status of the answer; null when there was none. */
                                status: number | null;
                                durationMs: number;
                                /** @description Why there was no answer, for instance `timeout`. */
                                error: string | null;
                                /** @description The first kilobyte of the answer. */
                                responseExcerpt: string | null;
                            }[];
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    resendDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the delivery. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description What was sent as `webhook-id`. */
                        messageId: string;
                        endpointId: string;
                        eventType: string;
                        /** @description Null for events that are not about an interaction. */
                        interactionId: string | null;
                        /**
                         * @description `failed` once it is given up.
                         * @enum {string}
                         */
                        status: "pending" | "succeeded" | "failed";
                        /**
                         * @description `pending`: not attempted yet. `retrying`: it failed and is attempted again. `given_up`: no more.
                         * @enum {string}
                         */
                        state: "pending" | "retrying" | "succeeded" | "given_up";
                        /** @description Attempts that are kept, of at most 50. */
                        attemptCount: number;
                        /** @description The status of the last answer; null when there was none. */
                        lastStatus: number | null;
                        /** @description Why the last attempt had no answer. */
                        lastError: string | null;
                        /**
                         * Format: date-time
                         * @description When it is attempted next; null unless it is pending. RFC 3339, UTC, with milliseconds.
                         */
                        nextAttemptAt: string | null;
                        attempts: {
                            /**
                             * Format: date-time
                             * @description When it began. RFC 3339, UTC, with milliseconds.
                             */
                            at: string;
                            /** @description The status of the answer; null when there was none. */
                            status: number | null;
                            durationMs: number;
                            /** @description Why there was no answer, for instance `timeout`. */
                            error: string | null;
                            /** @description The first kilobyte of the answer. */
                            responseExcerpt: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    recoverWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the endpoint. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Messages written at this moment or later.
                     */
                    since: string;
                    /**
                     * @description Only count; send nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Messages; of a dry run, how many it would be. */
                        recovered: number;
                    };
                    "text/plain": string;
                };
            };
            /** @description The answer. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Messages; of a dry run, how many it would be. */
                        recovered: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description `false`: only what has not reached every subscriber. `true`: only what has. */
                deliverySuccess?: "true" | "false";
                /** @description The id of an event, or a moment (RFC 3339): only what was written later. */
                after?: string;
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: uuid
                             * @description What is sent as `webhook-id`.
                             */
                            id: string;
                            type: string;
                            /**
                             * Format: date-time
                             * @description When it happened. RFC 3339, UTC, with milliseconds.
                             */
                            timestamp: string;
                            interactionId: string | null;
                            /** @description As in the webhook; null once the person is erased. */
                            data: unknown;
                            deliveries: {
                                endpointId: string;
                                /** @enum {string} */
                                status: "pending" | "succeeded" | "failed";
                            }[];
                        }[];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    exportVisitor: {
        parameters: {
            query?: {
                /** @description `true`: what browsers kept under this id with a publishable key, instead of what is proven to be of the visitor. */
                claimed?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description The visitor, as the site knows them. */
                visitorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: {
                            /** @enum {string} */
                            kind: "visitor" | "claimed_visitor" | "identity";
                            id: string;
                        };
                        /**
                         * Format: date-time
                         * @description When it was read. RFC 3339, UTC, with milliseconds.
                         */
                        exportedAt: string;
                        /** @description Newest first; empty when nothing is known of the person. */
                        items: {
                            interaction: components["schemas"]["Interaction"];
                            /** @description The texts that were shown, as the strategy wrote them. */
                            invitation: {
                                [key: string]: string;
                            } | null;
                            history: components["schemas"]["HistoryItem"][];
                        }[];
                        /** @description The same of chats. */
                        chats: {
                            chat: components["schemas"]["Chat"];
                            history: {
                                /** @description 1, 2, 3, … without gaps. */
                                sequence: number;
                                /** @enum {string} */
                                type: "chat.queued" | "chat.offered" | "chat.rejected" | "chat.requeued" | "chat.accepted" | "chat.transferred" | "chat.ended" | "visitor.disconnected" | "visitor.reconnected" | "chat.routed" | "chat.wrapped_up" | "strategy.requested" | "strategy.answered" | "strategy.failed" | "strategy.refused";
                                /**
                                 * Format: date-time
                                 * @description When it happened. RFC 3339, UTC, with milliseconds.
                                 */
                                at: string;
                                /** @enum {string} */
                                by: "site" | "browser" | "agent" | "strategy" | "clock" | "ops" | "system";
                                /** @enum {string|null} */
                                from: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended" | null;
                                /** @enum {string} */
                                to: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended";
                                /** @description Whom it concerned. */
                                agent: string | null;
                                /** @description The agent group it was for. */
                                group: string | null;
                                /** @enum {string|null} */
                                outcome: "processed" | "abandoned" | "unanswered" | "ended_by_strategy" | "cleaned" | "erased" | null;
                                /** @description Why, or where to. */
                                detail: string | null;
                            }[];
                            /** @description All that was said; null for keys without the scope `chats:read`. */
                            messages: components["schemas"]["ChatMessage"][] | null;
                        }[];
                    };
                };
            };
        };
    };
    eraseVisitor: {
        parameters: {
            query?: {
                /** @description `true`: only what browsers kept under this id. `false`: only what is proven to be of the visitor. Without it: both. */
                claimed?: "true" | "false";
                /** @description `ok`: a person of whom nothing is kept is no mistake, and answered with 0. */
                missing?: "ok";
            };
            header?: never;
            path: {
                /** @description The visitor, as the site knows them. */
                visitorId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Interactions and chats erased by this call; 0 when there was none, with `missing=ok`. */
                        erased: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    exportIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the `identity` of an interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        person: {
                            /** @enum {string} */
                            kind: "visitor" | "claimed_visitor" | "identity";
                            id: string;
                        };
                        /**
                         * Format: date-time
                         * @description When it was read. RFC 3339, UTC, with milliseconds.
                         */
                        exportedAt: string;
                        /** @description Newest first; empty when nothing is known of the person. */
                        items: {
                            interaction: components["schemas"]["Interaction"];
                            /** @description The texts that were shown, as the strategy wrote them. */
                            invitation: {
                                [key: string]: string;
                            } | null;
                            history: components["schemas"]["HistoryItem"][];
                        }[];
                        /** @description The same of chats. */
                        chats: {
                            chat: components["schemas"]["Chat"];
                            history: {
                                /** @description 1, 2, 3, … without gaps. */
                                sequence: number;
                                /** @enum {string} */
                                type: "chat.queued" | "chat.offered" | "chat.rejected" | "chat.requeued" | "chat.accepted" | "chat.transferred" | "chat.ended" | "visitor.disconnected" | "visitor.reconnected" | "chat.routed" | "chat.wrapped_up" | "strategy.requested" | "strategy.answered" | "strategy.failed" | "strategy.refused";
                                /**
                                 * Format: date-time
                                 * @description When it happened. RFC 3339, UTC, with milliseconds.
                                 */
                                at: string;
                                /** @enum {string} */
                                by: "site" | "browser" | "agent" | "strategy" | "clock" | "ops" | "system";
                                /** @enum {string|null} */
                                from: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended" | null;
                                /** @enum {string} */
                                to: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended";
                                /** @description Whom it concerned. */
                                agent: string | null;
                                /** @description The agent group it was for. */
                                group: string | null;
                                /** @enum {string|null} */
                                outcome: "processed" | "abandoned" | "unanswered" | "ended_by_strategy" | "cleaned" | "erased" | null;
                                /** @description Why, or where to. */
                                detail: string | null;
                            }[];
                            /** @description All that was said; null for keys without the scope `chats:read`. */
                            messages: components["schemas"]["ChatMessage"][] | null;
                        }[];
                    };
                };
            };
        };
    };
    eraseIdentity: {
        parameters: {
            query?: {
                /** @description `ok`: a person of whom nothing is kept is no mistake, and answered with 0. */
                missing?: "ok";
            };
            header?: never;
            path: {
                /** @description The `id` of the `identity` of an interaction. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Interactions and chats erased by this call; 0 when there was none, with `missing=ok`. */
                        erased: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @description As visitors see it. */
                            displayName: string | null;
                            /** @description Chats at a time. */
                            capacity: number;
                            /** @description Their own; null for that of `agents.chatCapacity`. */
                            ownCapacity: number | null;
                            /** @description Skill to level, from 1 to 100. */
                            skills: {
                                [key: string]: number;
                            };
                            groups: string[];
                            /** @enum {string} */
                            state: "LoggedOut" | "NotReady" | "Ready";
                            /** @description Why, where somebody said so. */
                            reason: string | null;
                            /**
                             * Format: date-time
                             * @description Since when. RFC 3339, UTC, with milliseconds.
                             */
                            since: string | null;
                            /**
                             * @description Who brought the agent there; null before the first login.
                             * @enum {string|null}
                             */
                            by: "agent" | "ops" | "clock" | null;
                            /** @description Chats that ring, are talked, or are being finished. */
                            held: number;
                            /**
                             * Format: date-time
                             * @description When the client was last heard of, to a third of the presence time. RFC 3339, UTC, with milliseconds.
                             */
                            lastSeenAt: string | null;
                            /**
                             * Format: date-time
                             * @description When the agent was made. RFC 3339, UTC, with milliseconds.
                             */
                            createdAt: string;
                            /** @description Rises by one with each change. */
                            version: number;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    createAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of up to 255 characters, bare or quoted. The same key with the same payload is answered as the first time, for 24 hours. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: name
                     * @description By which the agent is known.
                     */
                    name: string;
                    /** @description As visitors see it. */
                    displayName?: string | null;
                    /** @description Chats at a time; null for as many as `agents.chatCapacity` says. */
                    capacity?: number | null;
                    /** @description Skill to level, from 1 to 100. */
                    skills?: {
                        [key: string]: number;
                    };
                    /** @description The groups that have the agent. When made: that of `pacing.connector.chatGroup`. */
                    groups?: string[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description As visitors see it. */
                        displayName: string | null;
                        /** @description Chats at a time. */
                        capacity: number;
                        /** @description Their own; null for that of `agents.chatCapacity`. */
                        ownCapacity: number | null;
                        /** @description Skill to level, from 1 to 100. */
                        skills: {
                            [key: string]: number;
                        };
                        groups: string[];
                        /** @enum {string} */
                        state: "LoggedOut" | "NotReady" | "Ready";
                        /** @description Why, where somebody said so. */
                        reason: string | null;
                        /**
                         * Format: date-time
                         * @description Since when. RFC 3339, UTC, with milliseconds.
                         */
                        since: string | null;
                        /**
                         * @description Who brought the agent there; null before the first login.
                         * @enum {string|null}
                         */
                        by: "agent" | "ops" | "clock" | null;
                        /** @description Chats that ring, are talked, or are being finished. */
                        held: number;
                        /**
                         * Format: date-time
                         * @description When the client was last heard of, to a third of the presence time. RFC 3339, UTC, with milliseconds.
                         */
                        lastSeenAt: string | null;
                        /**
                         * Format: date-time
                         * @description When the agent was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                        /** @description Shown this once: null when the same request comes again. */
                        key: string | null;
                        /** @description What follows from it. */
                        note?: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the agent. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description As visitors see it. */
                        displayName: string | null;
                        /** @description Chats at a time. */
                        capacity: number;
                        /** @description Their own; null for that of `agents.chatCapacity`. */
                        ownCapacity: number | null;
                        /** @description Skill to level, from 1 to 100. */
                        skills: {
                            [key: string]: number;
                        };
                        groups: string[];
                        /** @enum {string} */
                        state: "LoggedOut" | "NotReady" | "Ready";
                        /** @description Why, where somebody said so. */
                        reason: string | null;
                        /**
                         * Format: date-time
                         * @description Since when. RFC 3339, UTC, with milliseconds.
                         */
                        since: string | null;
                        /**
                         * @description Who brought the agent there; null before the first login.
                         * @enum {string|null}
                         */
                        by: "agent" | "ops" | "clock" | null;
                        /** @description Chats that ring, are talked, or are being finished. */
                        held: number;
                        /**
                         * Format: date-time
                         * @description When the client was last heard of, to a third of the presence time. RFC 3339, UTC, with milliseconds.
                         */
                        lastSeenAt: string | null;
                        /**
                         * Format: date-time
                         * @description When the agent was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The name of the agent. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description As visitors see it. */
                        displayName: string | null;
                        /** @description Chats at a time. */
                        capacity: number;
                        /** @description Their own; null for that of `agents.chatCapacity`. */
                        ownCapacity: number | null;
                        /** @description Skill to level, from 1 to 100. */
                        skills: {
                            [key: string]: number;
                        };
                        groups: string[];
                        /** @enum {string} */
                        state: "LoggedOut" | "NotReady" | "Ready";
                        /** @description Why, where somebody said so. */
                        reason: string | null;
                        /**
                         * Format: date-time
                         * @description Since when. RFC 3339, UTC, with milliseconds.
                         */
                        since: string | null;
                        /**
                         * @description Who brought the agent there; null before the first login.
                         * @enum {string|null}
                         */
                        by: "agent" | "ops" | "clock" | null;
                        /** @description Chats that ring, are talked, or are being finished. */
                        held: number;
                        /**
                         * Format: date-time
                         * @description When the client was last heard of, to a third of the presence time. RFC 3339, UTC, with milliseconds.
                         */
                        lastSeenAt: string | null;
                        /**
                         * Format: date-time
                         * @description When the agent was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    changeAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the version that the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @description The name of the agent. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description As visitors see it. */
                    displayName?: string | null;
                    /** @description Chats at a time; null for as many as `agents.chatCapacity` says. */
                    capacity?: number | null;
                    /** @description Skill to level, from 1 to 100. */
                    skills?: {
                        [key: string]: number;
                    };
                    /** @description The groups that have the agent. When made: that of `pacing.connector.chatGroup`. */
                    groups?: string[];
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description As visitors see it. */
                        displayName: string | null;
                        /** @description Chats at a time. */
                        capacity: number;
                        /** @description Their own; null for that of `agents.chatCapacity`. */
                        ownCapacity: number | null;
                        /** @description Skill to level, from 1 to 100. */
                        skills: {
                            [key: string]: number;
                        };
                        groups: string[];
                        /** @enum {string} */
                        state: "LoggedOut" | "NotReady" | "Ready";
                        /** @description Why, where somebody said so. */
                        reason: string | null;
                        /**
                         * Format: date-time
                         * @description Since when. RFC 3339, UTC, with milliseconds.
                         */
                        since: string | null;
                        /**
                         * @description Who brought the agent there; null before the first login.
                         * @enum {string|null}
                         */
                        by: "agent" | "ops" | "clock" | null;
                        /** @description Chats that ring, are talked, or are being finished. */
                        held: number;
                        /**
                         * Format: date-time
                         * @description When the client was last heard of, to a third of the presence time. RFC 3339, UTC, with milliseconds.
                         */
                        lastSeenAt: string | null;
                        /**
                         * Format: date-time
                         * @description When the agent was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    adminReadyAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the agent. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description As visitors see it. */
                        displayName: string | null;
                        /** @description Chats at a time. */
                        capacity: number;
                        /** @description Their own; null for that of `agents.chatCapacity`. */
                        ownCapacity: number | null;
                        /** @description Skill to level, from 1 to 100. */
                        skills: {
                            [key: string]: number;
                        };
                        groups: string[];
                        /** @enum {string} */
                        state: "LoggedOut" | "NotReady" | "Ready";
                        /** @description Why, where somebody said so. */
                        reason: string | null;
                        /**
                         * Format: date-time
                         * @description Since when. RFC 3339, UTC, with milliseconds.
                         */
                        since: string | null;
                        /**
                         * @description Who brought the agent there; null before the first login.
                         * @enum {string|null}
                         */
                        by: "agent" | "ops" | "clock" | null;
                        /** @description Chats that ring, are talked, or are being finished. */
                        held: number;
                        /**
                         * Format: date-time
                         * @description When the client was last heard of, to a third of the presence time. RFC 3339, UTC, with milliseconds.
                         */
                        lastSeenAt: string | null;
                        /**
                         * Format: date-time
                         * @description When the agent was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    adminLogOutAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the agent. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description As visitors see it. */
                        displayName: string | null;
                        /** @description Chats at a time. */
                        capacity: number;
                        /** @description Their own; null for that of `agents.chatCapacity`. */
                        ownCapacity: number | null;
                        /** @description Skill to level, from 1 to 100. */
                        skills: {
                            [key: string]: number;
                        };
                        groups: string[];
                        /** @enum {string} */
                        state: "LoggedOut" | "NotReady" | "Ready";
                        /** @description Why, where somebody said so. */
                        reason: string | null;
                        /**
                         * Format: date-time
                         * @description Since when. RFC 3339, UTC, with milliseconds.
                         */
                        since: string | null;
                        /**
                         * @description Who brought the agent there; null before the first login.
                         * @enum {string|null}
                         */
                        by: "agent" | "ops" | "clock" | null;
                        /** @description Chats that ring, are talked, or are being finished. */
                        held: number;
                        /**
                         * Format: date-time
                         * @description When the client was last heard of, to a third of the presence time. RFC 3339, UTC, with milliseconds.
                         */
                        lastSeenAt: string | null;
                        /**
                         * Format: date-time
                         * @description When the agent was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    adminNotReadyAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the agent. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, in your own words. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description As visitors see it. */
                        displayName: string | null;
                        /** @description Chats at a time. */
                        capacity: number;
                        /** @description Their own; null for that of `agents.chatCapacity`. */
                        ownCapacity: number | null;
                        /** @description Skill to level, from 1 to 100. */
                        skills: {
                            [key: string]: number;
                        };
                        groups: string[];
                        /** @enum {string} */
                        state: "LoggedOut" | "NotReady" | "Ready";
                        /** @description Why, where somebody said so. */
                        reason: string | null;
                        /**
                         * Format: date-time
                         * @description Since when. RFC 3339, UTC, with milliseconds.
                         */
                        since: string | null;
                        /**
                         * @description Who brought the agent there; null before the first login.
                         * @enum {string|null}
                         */
                        by: "agent" | "ops" | "clock" | null;
                        /** @description Chats that ring, are talked, or are being finished. */
                        held: number;
                        /**
                         * Format: date-time
                         * @description When the client was last heard of, to a third of the presence time. RFC 3339, UTC, with milliseconds.
                         */
                        lastSeenAt: string | null;
                        /**
                         * Format: date-time
                         * @description When the agent was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    rotateAgentKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the agent. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description As visitors see it. */
                        displayName: string | null;
                        /** @description Chats at a time. */
                        capacity: number;
                        /** @description Their own; null for that of `agents.chatCapacity`. */
                        ownCapacity: number | null;
                        /** @description Skill to level, from 1 to 100. */
                        skills: {
                            [key: string]: number;
                        };
                        groups: string[];
                        /** @enum {string} */
                        state: "LoggedOut" | "NotReady" | "Ready";
                        /** @description Why, where somebody said so. */
                        reason: string | null;
                        /**
                         * Format: date-time
                         * @description Since when. RFC 3339, UTC, with milliseconds.
                         */
                        since: string | null;
                        /**
                         * @description Who brought the agent there; null before the first login.
                         * @enum {string|null}
                         */
                        by: "agent" | "ops" | "clock" | null;
                        /** @description Chats that ring, are talked, or are being finished. */
                        held: number;
                        /**
                         * Format: date-time
                         * @description When the client was last heard of, to a third of the presence time. RFC 3339, UTC, with milliseconds.
                         */
                        lastSeenAt: string | null;
                        /**
                         * Format: date-time
                         * @description When the agent was made. RFC 3339, UTC, with milliseconds.
                         */
                        createdAt: string;
                        /** @description Rises by one with each change. */
                        version: number;
                        key: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listChats: {
        parameters: {
            query?: {
                state?: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended";
                /** @description The name of the queue it came to. */
                queue?: string;
                /** @description Who has it, or had it last. */
                agent?: string;
                /** @description How it ended. */
                outcome?: "processed" | "abandoned" | "unanswered" | "ended_by_strategy" | "cleaned" | "erased";
                /** @description The interaction that it came of. */
                interactionId?: string;
                /** @description The visit. */
                visitId?: string;
                /** @description Begun later than this moment. */
                createdAfter?: string;
                /** @description Begun earlier than this moment. */
                createdBefore?: string;
                /** @description Items in a page. */
                pageSize?: number;
                /** @description The `nextPageToken` of the page before, with the same filters. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Chat"][];
                        /** @description Send it as `pageToken` for the next page; null on the last one. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    adminGetChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    getChatHistory: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path: {
                /** @description The id of the chat. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description 1, 2, 3, … without gaps. */
                            sequence: number;
                            /** @enum {string} */
                            type: "chat.queued" | "chat.offered" | "chat.rejected" | "chat.requeued" | "chat.accepted" | "chat.transferred" | "chat.ended" | "visitor.disconnected" | "visitor.reconnected" | "chat.routed" | "chat.wrapped_up" | "strategy.requested" | "strategy.answered" | "strategy.failed" | "strategy.refused";
                            /**
                             * Format: date-time
                             * @description When it happened. RFC 3339, UTC, with milliseconds.
                             */
                            at: string;
                            /** @enum {string} */
                            by: "site" | "browser" | "agent" | "strategy" | "clock" | "ops" | "system";
                            /** @enum {string|null} */
                            from: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended" | null;
                            /** @enum {string} */
                            to: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended";
                            /** @description Whom it concerned. */
                            agent: string | null;
                            /** @description The agent group it was for. */
                            group: string | null;
                            /** @enum {string|null} */
                            outcome: "processed" | "abandoned" | "unanswered" | "ended_by_strategy" | "cleaned" | "erased" | null;
                            /** @description Why, or where to. */
                            detail: string | null;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    adminGetChatMessages: {
        parameters: {
            query?: {
                /** @description Only those after this number. */
                after?: number;
            };
            header?: never;
            path: {
                /** @description The id of the chat. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ChatMessage"][];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    cleanChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    stopChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    transferChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the chat. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The agent group. */
                    group?: string;
                    /** @description Or an agent, by name. */
                    agent?: string;
                    /**
                     * Format: text
                     * @description For whoever takes it.
                     */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chat"];
                    "text/plain": string;
                };
            };
        };
    };
    bulkInteractions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description As the operation on one of them does.
                     * @enum {string}
                     */
                    action: "stop" | "clean";
                    /** @description Which; `{}` for every one there is. */
                    filter: {
                        /** @enum {string} */
                        state?: "Qualified" | "Engaged" | "Accepted" | "Rejected" | "Timeout" | "Failed" | "Missed";
                        /**
                         * Format: text
                         * @description The name of the queue it is in.
                         */
                        queue?: string;
                        /** @enum {string} */
                        status?: "active" | "stopped";
                        /** @description The visit. */
                        visitId?: string;
                        /** @description The visitor. */
                        visitorId?: string;
                        /**
                         * @description `true`: only where a browser named the visitor. `false`: only the others.
                         * @enum {unknown}
                         */
                        visitorIdClaimed?: "true" | "false" | true | false;
                        /**
                         * @description Why it ended.
                         * @enum {string}
                         */
                        reason?: "not_engaged" | "engagement_expired" | "abandoned" | "cleaned" | "erased";
                        /**
                         * Format: date-time
                         * @description Created later than this moment.
                         */
                        createdAfter?: string;
                        /**
                         * Format: date-time
                         * @description Created earlier than this moment.
                         */
                        createdBefore?: string;
                    };
                    /**
                     * @description Only count; change nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                    /**
                     * @description How many are acted on by this request at most.
                     * @default 500
                     */
                    pageSize?: number;
                    /** @description The `nextPageToken` of the step before. */
                    pageToken?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Found by the filter in this step; by a dry run: in all. */
                        matched: number;
                        /** @description Those changed by this step; by a dry run: none. */
                        done: number;
                        /** @description Those that were refused, by the code of the refusal. */
                        refused: {
                            [key: string]: number;
                        };
                        /** @description Of a dry run: how many are in which state. */
                        byState?: {
                            [key: string]: number;
                        };
                        /** @description Of a dry run: how many would change. */
                        wouldDo?: number;
                        /** @description Goes on with what is left; null when nothing is. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    bulkChats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description As the operation on one of them does.
                     * @enum {string}
                     */
                    action: "stop" | "clean";
                    /** @description Which; `{}` for every one there is. */
                    filter: {
                        /** @enum {string} */
                        state?: "Queued" | "Offered" | "Active" | "Wrapping" | "Ended";
                        /**
                         * Format: text
                         * @description The name of the queue it came to.
                         */
                        queue?: string;
                        /**
                         * Format: text
                         * @description Who has it, or had it last.
                         */
                        agent?: string;
                        /**
                         * @description How it ended.
                         * @enum {string}
                         */
                        outcome?: "processed" | "abandoned" | "unanswered" | "ended_by_strategy" | "cleaned" | "erased";
                        /**
                         * Format: text
                         * @description The interaction that it came of.
                         */
                        interactionId?: string;
                        /** @description The visit. */
                        visitId?: string;
                        /**
                         * Format: date-time
                         * @description Begun later than this moment.
                         */
                        createdAfter?: string;
                        /**
                         * Format: date-time
                         * @description Begun earlier than this moment.
                         */
                        createdBefore?: string;
                    };
                    /**
                     * @description Only count; change nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                    /**
                     * @description How many are acted on by this request at most.
                     * @default 500
                     */
                    pageSize?: number;
                    /** @description The `nextPageToken` of the step before. */
                    pageToken?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Found by the filter in this step; by a dry run: in all. */
                        matched: number;
                        /** @description Those changed by this step; by a dry run: none. */
                        done: number;
                        /** @description Those that were refused, by the code of the refusal. */
                        refused: {
                            [key: string]: number;
                        };
                        /** @description Of a dry run: how many are in which state. */
                        byState?: {
                            [key: string]: number;
                        };
                        /** @description Of a dry run: how many would change. */
                        wouldDo?: number;
                        /** @description Goes on with what is left; null when nothing is. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    resendDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Which; `{}` for every one that failed until now. */
                    filter: {
                        /**
                         * Format: text
                         * @description To this endpoint.
                         */
                        endpointId?: string;
                        /** @enum {string} */
                        eventType?: "interaction.created" | "interaction.engaged" | "interaction.displayed" | "interaction.accepted" | "interaction.rejected" | "interaction.timed_out" | "interaction.failed" | "interaction.missed" | "registration_form.completed" | "registration_form.expired" | "interaction.stopped" | "interaction.erased" | "chat.not_started" | "chat.queued" | "chat.offered" | "chat.rejected" | "chat.requeued" | "chat.accepted" | "chat.transferred" | "chat.ended" | "agent.logged_in" | "agent.ready" | "agent.not_ready" | "agent.logged_out" | "interaction.creation_refused" | "option.changed" | "webhook_endpoint.disabled" | "webhook_endpoint.tested" | "chat.message";
                        /**
                         * Format: text
                         * @description About this interaction.
                         */
                        interactionId?: string;
                        /**
                         * @description `pending`: still to be attempted. `failed`: what failed until now, `retrying` or `given_up`.
                         * @enum {string}
                         */
                        status?: "pending" | "succeeded" | "failed" | "retrying" | "given_up";
                        /**
                         * Format: date-time
                         * @description Of messages written later than this moment.
                         */
                        createdAfter?: string;
                        /**
                         * Format: date-time
                         * @description Of messages written earlier than this moment.
                         */
                        createdBefore?: string;
                    };
                    /**
                     * @description Only count; change nothing.
                     * @default false
                     */
                    dryRun?: boolean;
                    /**
                     * @description How many are acted on by this request at most.
                     * @default 500
                     */
                    pageSize?: number;
                    /** @description The `nextPageToken` of the step before. */
                    pageToken?: string;
                };
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Found by the filter in this step; by a dry run: in all. */
                        matched: number;
                        /** @description Those changed by this step; by a dry run: none. */
                        done: number;
                        /** @description Those that were refused, by the code of the refusal. */
                        refused: {
                            [key: string]: number;
                        };
                        /** @description Of a dry run: how many are in which state. */
                        byState?: {
                            [key: string]: number;
                        };
                        /** @description Of a dry run: how many would change. */
                        wouldDo?: number;
                        /** @description Goes on with what is left; null when nothing is. */
                        nextPageToken: string | null;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    listStatistics: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @description Whether it can be evaluated here. */
                            supported: boolean;
                            /** @description The word of its body that cannot, and what could be there. */
                            reason?: string;
                            /** @enum {string} */
                            category?: "TotalNumber" | "TotalTime" | "AverageTime" | "MaxTime" | "MinTime" | "TotalNumberInTimeRange" | "TotalNumberInTimeRangePercentage" | "ServiceFactor1" | "AverageNumberPerRelativeHour" | "CurrentNumber" | "CurrentMaxTime" | "CurrentAverageTime";
                            /** @description What it may be asked of. */
                            objectTypes?: ("Agent" | "GroupAgents" | "Tenant" | "StagingArea" | "Queue")[];
                            /**
                             * Format: date-time
                             * @description Since when it is counted: an edited one is counted anew. RFC 3339, UTC, with milliseconds.
                             */
                            since: string;
                            description: string;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getStatistic: {
        parameters: {
            query?: {
                /** @description Of this agent, group, queue or tenant; of all when left out. */
                object?: string;
                /** @description What kind of object; when left out, the one that has the name, else the widest. */
                objectType?: "Agent" | "GroupAgents" | "Tenant" | "StagingArea" | "Queue";
                /** @description Growing: from midnight of `statistics.timeZone` on. Sliding: over the last `range` seconds. */
                profile?: "Growing" | "Sliding";
                /** @description Seconds of the sliding profile. */
                range?: number;
                /** @description Counts only what this filter lets through. */
                filter?: string;
            };
            header?: never;
            path: {
                /** @description The name of the statistic. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /** @description Of what; null for all of the type. */
                        object: string | null;
                        /** @enum {string} */
                        objectType: "Agent" | "GroupAgents" | "Tenant" | "StagingArea" | "Queue";
                        /** @description In `unit`; nothing counted is 0. */
                        value: number;
                        /** @enum {string} */
                        unit: "number" | "seconds" | "percent" | "per_hour";
                        /**
                         * Format: date-time
                         * @description From when it is counted, by whole minutes. RFC 3339, UTC, with milliseconds.
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description Until when: now. RFC 3339, UTC, with milliseconds.
                         */
                        to: string;
                        /**
                         * Format: date-time
                         * @description Everything since then is counted; what was before is not. RFC 3339, UTC, with milliseconds.
                         */
                        since: string;
                        /** @description How many of the abandoned waited for less than `chat.shortAbandonTime`. */
                        shortAbandoned?: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    recountStatistic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of the statistic. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        /**
                         * Format: date-time
                         * @description Everything since then is counted now. RFC 3339, UTC, with milliseconds.
                         */
                        since: string;
                        /** @description Interactions and chats that were read. */
                        histories: number;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    reportQueues: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @description Interactions that are not stopped, or chats that nobody has accepted. */
                            waiting: number;
                            /** @description How long the one has waited that waits longest. */
                            longestWaitSeconds: number | null;
                            /** @description The id of that interaction or chat. */
                            longestWaitId: string | null;
                            /** @description Placed in it today; of chats, transfers too, and not offers again. */
                            entered: number;
                            /** @description What became of those that left it today: the state of an interaction, the outcome of a chat. */
                            outcomes: {
                                [key: string]: number;
                            };
                            /** @description Percent of chats taken within `chat.serviceLevelTime`, of all but those left within `chat.shortAbandonTime`; null where there were none. */
                            serviceLevel: number | null;
                            /** @description Whether that is `chat.serviceLevelGoal` or more. */
                            serviceLevelMet: boolean | null;
                        }[];
                        /** @description How many there are in each state. */
                        agents: {
                            LoggedOut: number;
                            NotReady: number;
                            Ready: number;
                        };
                        /** @description Those of Ready who hold as much as they may. */
                        busy: number;
                        /** @description Chats that those of Ready may hold. */
                        slots: number;
                        /** @description How many more. */
                        freeSlots: number;
                        /** @description Percent: `chat.serviceLevelGoal`. */
                        serviceLevelGoal: number;
                        /**
                         * Format: date-time
                         * @description From when it is counted: midnight of `statistics.timeZone`. RFC 3339, UTC, with milliseconds.
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description Until when: now. RFC 3339, UTC, with milliseconds.
                         */
                        to: string;
                        /**
                         * Format: date-time
                         * @description Everything since then is counted; what was before is not. RFC 3339, UTC, with milliseconds.
                         */
                        since: string;
                    };
                    "text/plain": string;
                    "text/csv": string;
                };
            };
        };
    };
    reportAgents: {
        parameters: {
            query?: {
                /** @description As for other lists; this one comes whole. */
                pageSize?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @description As visitors see it. */
                            displayName: string | null;
                            /** @enum {string} */
                            state: "LoggedOut" | "NotReady" | "Ready";
                            /** @description Why, where somebody said so. */
                            reason: string | null;
                            /**
                             * Format: date-time
                             * @description Since when. RFC 3339, UTC, with milliseconds.
                             */
                            since: string | null;
                            /** @description Chats that ring, are talked, or are being finished. */
                            held: number;
                            /** @description Chats at a time. */
                            capacity: number;
                            /** @description Offers today. */
                            offered: number;
                            accepted: number;
                            rejected: number;
                            /** @description Offers that were shown, and expired. */
                            missed: number;
                            /** @description Chats taken care of until the place was free; one that comes back counts once. */
                            handled: number;
                            /** @description With wrap-up; null before the first. */
                            averageHandlingSeconds: number | null;
                        }[];
                        /**
                         * Format: date-time
                         * @description From when it is counted: midnight of `statistics.timeZone`. RFC 3339, UTC, with milliseconds.
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description Until when: now. RFC 3339, UTC, with milliseconds.
                         */
                        to: string;
                        /**
                         * Format: date-time
                         * @description Everything since then is counted; what was before is not. RFC 3339, UTC, with milliseconds.
                         */
                        since: string;
                    };
                    "text/plain": string;
                    "text/csv": string;
                };
            };
        };
    };
    reportFunnel: {
        parameters: {
            query?: {
                /** @description A moment (RFC 3339), or a day such as 2030-03-18 of `statistics.timeZone`. When left out, midnight of the day of `to`. */
                from?: string;
                /** @description The same; not included. When left out, now. */
                to?: string;
                /** @description Tells the time apart in steps: 15m, 1h, 6h, 1d, 7d. Days begin at midnight of `statistics.timeZone`. */
                step?: string;
                /** @description What is told apart. */
                by?: "category" | "channel" | "rule";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @description With `step`: when the step of time begins. RFC 3339, UTC, with milliseconds.
                             */
                            from?: string;
                            /** @description With `by`: the category, channel or rule; null for none. */
                            group?: string | null;
                            /** @enum {string} */
                            step: "qualified" | "engaged" | "displayed" | "accepted" | "form_completed" | "chat_queued" | "chat_accepted" | "processed";
                            /** @description How many came to it. */
                            number: number;
                            /** @description The share, from 0 to 1, of those of the step before. */
                            rateToBefore: number | null;
                            /** @description The share of those of the first step. */
                            rateToFirst: number | null;
                            /** @description Of the time since the step before, to 9.1 %. */
                            medianSeconds: number | null;
                            /** @description Nine of ten took at most that long. */
                            p90Seconds: number | null;
                            /** @description How many came to the step before, and not to this one. */
                            lost: number;
                            /** @description Why, by reason. */
                            losses: {
                                [key: string]: number;
                            };
                        }[];
                        /** @description What is told apart. */
                        by: string | null;
                        /** @description The steps of time. */
                        step: string | null;
                        /**
                         * Format: date-time
                         * @description From when it is counted, by whole quarters of an hour. RFC 3339, UTC, with milliseconds.
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description Until when. RFC 3339, UTC, with milliseconds.
                         */
                        to: string;
                        /**
                         * Format: date-time
                         * @description Everything since then is counted; what was before is not. RFC 3339, UTC, with milliseconds.
                         */
                        since: string;
                        /** @description `statistics.timeZone`. */
                        timeZone: string;
                    };
                    "text/plain": string;
                    "text/csv": string;
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "alive";
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: {
                verbose?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready";
                        checks?: {
                            name: string;
                            ok: boolean;
                            detail: string;
                        }[];
                    };
                    "text/plain": string;
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    checkOrigin: {
        parameters: {
            query?: {
                /** @description The publishable key. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        allowed: boolean;
                        /** @description Why not, for the developer of the page. */
                        detail: string;
                        /**
                         * Format: date-time
                         * @description Now, by the clock of the service. RFC 3339, UTC, with milliseconds.
                         */
                        serverTime: string;
                    };
                    "text/plain": string;
                };
            };
        };
    };
    on_interaction_created: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.created",
                 *       "timestamp": "2026-01-15T09:30:00.000Z",
                 *       "data": {
                 *         "sequence": 1,
                 *         "by": "site",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Qualified",
                 *           "queue": "Webengagement_Qualified",
                 *           "status": "active",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": null,
                 *           "reason": null,
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": null,
                 *           "displayedAt": null,
                 *           "disposedAt": null,
                 *           "stoppedAt": null,
                 *           "deadlineAt": "2026-01-15T09:30:30.000Z",
                 *           "serverTime": "2026-01-15T09:30:00.000Z",
                 *           "registrationForm": null,
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.created";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_engaged: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.engaged",
                 *       "timestamp": "2026-01-15T09:30:01.000Z",
                 *       "data": {
                 *         "sequence": 2,
                 *         "by": "strategy",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Engaged",
                 *           "queue": "Webengagement_Engaged",
                 *           "status": "active",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": null,
                 *           "reason": null,
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": "2026-01-15T09:30:01.000Z",
                 *           "displayedAt": null,
                 *           "disposedAt": null,
                 *           "stoppedAt": null,
                 *           "deadlineAt": "2026-01-15T09:30:30.000Z",
                 *           "serverTime": "2026-01-15T09:30:01.000Z",
                 *           "registrationForm": null,
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 2
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.engaged";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_displayed: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.displayed",
                 *       "timestamp": "2026-01-15T09:30:02.000Z",
                 *       "data": {
                 *         "sequence": 3,
                 *         "by": "browser",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Engaged",
                 *           "queue": "Webengagement_Engaged",
                 *           "status": "active",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": null,
                 *           "reason": null,
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": "2026-01-15T09:30:01.000Z",
                 *           "displayedAt": "2026-01-15T09:30:02.000Z",
                 *           "disposedAt": null,
                 *           "stoppedAt": null,
                 *           "deadlineAt": "2026-01-15T09:40:02.000Z",
                 *           "serverTime": "2026-01-15T09:30:02.000Z",
                 *           "registrationForm": null,
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 3
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.displayed";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_accepted: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.accepted",
                 *       "timestamp": "2026-01-15T09:30:07.000Z",
                 *       "data": {
                 *         "sequence": 4,
                 *         "by": "browser",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Accepted",
                 *           "queue": "Webengagement_Accepted",
                 *           "status": "stopped",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": "acceptCall",
                 *           "reason": null,
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": "2026-01-15T09:30:01.000Z",
                 *           "displayedAt": "2026-01-15T09:30:02.000Z",
                 *           "disposedAt": "2026-01-15T09:30:07.000Z",
                 *           "stoppedAt": "2026-01-15T09:30:07.000Z",
                 *           "deadlineAt": "2026-01-15T09:32:07.000Z",
                 *           "serverTime": "2026-01-15T09:30:07.000Z",
                 *           "registrationForm": {
                 *             "status": "pending",
                 *             "fields": {},
                 *             "completedAt": null
                 *           },
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 4
                 *         },
                 *         "phoneNumber": null,
                 *         "identity": {
                 *           "id": "0199c0de-0000-7000-8000-000000000002",
                 *           "key": "EmailAddress",
                 *           "value": "ann@example.com"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.accepted";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_rejected: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.rejected",
                 *       "timestamp": "2026-01-15T09:30:07.000Z",
                 *       "data": {
                 *         "sequence": 4,
                 *         "by": "browser",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Rejected",
                 *           "queue": "Webengagement_Rejected",
                 *           "status": "stopped",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": "reject",
                 *           "reason": null,
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": "2026-01-15T09:30:01.000Z",
                 *           "displayedAt": "2026-01-15T09:30:02.000Z",
                 *           "disposedAt": "2026-01-15T09:30:07.000Z",
                 *           "stoppedAt": "2026-01-15T09:30:07.000Z",
                 *           "deadlineAt": null,
                 *           "serverTime": "2026-01-15T09:30:07.000Z",
                 *           "registrationForm": null,
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 4
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.rejected";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_timed_out: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.timed_out",
                 *       "timestamp": "2026-01-15T09:30:22.000Z",
                 *       "data": {
                 *         "sequence": 4,
                 *         "by": "browser",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Timeout",
                 *           "queue": "Webengagement_Timeout",
                 *           "status": "stopped",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": "timeout",
                 *           "reason": null,
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": "2026-01-15T09:30:01.000Z",
                 *           "displayedAt": "2026-01-15T09:30:02.000Z",
                 *           "disposedAt": "2026-01-15T09:30:22.000Z",
                 *           "stoppedAt": "2026-01-15T09:30:22.000Z",
                 *           "deadlineAt": null,
                 *           "serverTime": "2026-01-15T09:30:22.000Z",
                 *           "registrationForm": null,
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 4
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.timed_out";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_failed: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.failed",
                 *       "timestamp": "2026-01-15T09:30:02.000Z",
                 *       "data": {
                 *         "sequence": 2,
                 *         "by": "strategy",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Failed",
                 *           "queue": "Webengagement_Failed",
                 *           "status": "stopped",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": null,
                 *           "reason": "not_engaged",
                 *           "reasonDetail": "no agent is free",
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": null,
                 *           "displayedAt": null,
                 *           "disposedAt": "2026-01-15T09:30:02.000Z",
                 *           "stoppedAt": "2026-01-15T09:30:02.000Z",
                 *           "deadlineAt": null,
                 *           "serverTime": "2026-01-15T09:30:02.000Z",
                 *           "registrationForm": null,
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 2
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.failed";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_missed: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.missed",
                 *       "timestamp": "2026-01-15T09:30:30.000Z",
                 *       "data": {
                 *         "sequence": 2,
                 *         "by": "clock",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Missed",
                 *           "queue": "Webengagement_Missed",
                 *           "status": "stopped",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": "timeout",
                 *           "reason": "engagement_expired",
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": null,
                 *           "displayedAt": null,
                 *           "disposedAt": "2026-01-15T09:30:30.000Z",
                 *           "stoppedAt": "2026-01-15T09:30:30.000Z",
                 *           "deadlineAt": null,
                 *           "serverTime": "2026-01-15T09:30:30.000Z",
                 *           "registrationForm": null,
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 2
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.missed";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_registration_form_completed: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "registration_form.completed",
                 *       "timestamp": "2026-01-15T09:30:47.000Z",
                 *       "data": {
                 *         "sequence": 6,
                 *         "by": "browser",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Accepted",
                 *           "queue": "Webengagement_Accepted",
                 *           "status": "stopped",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": "acceptCall",
                 *           "reason": null,
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": "2026-01-15T09:30:01.000Z",
                 *           "displayedAt": "2026-01-15T09:30:02.000Z",
                 *           "disposedAt": "2026-01-15T09:30:07.000Z",
                 *           "stoppedAt": "2026-01-15T09:30:07.000Z",
                 *           "deadlineAt": null,
                 *           "serverTime": "2026-01-15T09:30:47.000Z",
                 *           "registrationForm": {
                 *             "status": "completed",
                 *             "fields": {
                 *               "PhoneNumber": "+1 555 0100",
                 *               "FirstName": "Ann"
                 *             },
                 *             "completedAt": "2026-01-15T09:30:47.000Z"
                 *           },
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com",
                 *             "PhoneNumber": "+1 555 0100",
                 *             "FirstName": "Ann"
                 *           },
                 *           "version": 5
                 *         },
                 *         "phoneNumber": "+1 555 0100",
                 *         "identity": {
                 *           "id": "0199c0de-0000-7000-8000-000000000002",
                 *           "key": "EmailAddress",
                 *           "value": "ann@example.com"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "registration_form.completed";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_registration_form_expired: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "registration_form.expired",
                 *       "timestamp": "2026-01-15T09:32:07.000Z",
                 *       "data": {
                 *         "sequence": 6,
                 *         "by": "clock",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Accepted",
                 *           "queue": "Webengagement_Accepted",
                 *           "status": "stopped",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": "acceptCall",
                 *           "reason": null,
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": "2026-01-15T09:30:01.000Z",
                 *           "displayedAt": "2026-01-15T09:30:02.000Z",
                 *           "disposedAt": "2026-01-15T09:30:07.000Z",
                 *           "stoppedAt": "2026-01-15T09:30:07.000Z",
                 *           "deadlineAt": null,
                 *           "serverTime": "2026-01-15T09:32:07.000Z",
                 *           "registrationForm": {
                 *             "status": "expired",
                 *             "fields": {},
                 *             "completedAt": null
                 *           },
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 5
                 *         },
                 *         "phoneNumber": null,
                 *         "identity": {
                 *           "id": "0199c0de-0000-7000-8000-000000000002",
                 *           "key": "EmailAddress",
                 *           "value": "ann@example.com"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "registration_form.expired";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_stopped: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.stopped",
                 *       "timestamp": "2026-01-15T09:30:07.000Z",
                 *       "data": {
                 *         "sequence": 5,
                 *         "by": "system",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Accepted",
                 *           "queue": "Webengagement_Accepted",
                 *           "status": "stopped",
                 *           "visitId": "v-7f3a",
                 *           "visitorId": "visitor-12",
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": "cart",
                 *           "pageUrl": "https://shop.example.com/cart",
                 *           "dispositionCode": "acceptCall",
                 *           "reason": null,
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": "2026-01-15T09:30:01.000Z",
                 *           "displayedAt": "2026-01-15T09:30:02.000Z",
                 *           "disposedAt": "2026-01-15T09:30:07.000Z",
                 *           "stoppedAt": "2026-01-15T09:30:07.000Z",
                 *           "deadlineAt": "2026-01-15T09:32:07.000Z",
                 *           "serverTime": "2026-01-15T09:30:07.000Z",
                 *           "registrationForm": {
                 *             "status": "pending",
                 *             "fields": {},
                 *             "completedAt": null
                 *           },
                 *           "identity": {
                 *             "id": "0199c0de-0000-7000-8000-000000000002",
                 *             "key": "EmailAddress",
                 *             "value": "ann@example.com"
                 *           },
                 *           "chatId": null,
                 *           "caseData": {
                 *             "WebEngagement.EngagementStartPage": "https://shop.example.com/cart",
                 *             "WebEngagement.CurrentWebPage": "https://shop.example.com/cart"
                 *           },
                 *           "userData": {
                 *             "EmailAddress": "ann@example.com"
                 *           },
                 *           "version": 4
                 *         },
                 *         "phoneNumber": null,
                 *         "identity": {
                 *           "id": "0199c0de-0000-7000-8000-000000000002",
                 *           "key": "EmailAddress",
                 *           "value": "ann@example.com"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.stopped";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_erased: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.erased",
                 *       "timestamp": "2026-01-15T10:30:00.000Z",
                 *       "data": {
                 *         "sequence": 4,
                 *         "by": "ops",
                 *         "interaction": {
                 *           "id": "0199c0de-0000-7000-8000-000000000001",
                 *           "state": "Failed",
                 *           "queue": "Webengagement_Failed",
                 *           "status": "stopped",
                 *           "visitId": null,
                 *           "visitorId": null,
                 *           "visitorIdClaimed": false,
                 *           "channel": "proactiveCallback",
                 *           "category": null,
                 *           "pageId": null,
                 *           "pageUrl": null,
                 *           "dispositionCode": "timeout",
                 *           "reason": "engagement_expired",
                 *           "reasonDetail": null,
                 *           "engagementRule": null,
                 *           "createdAt": "2026-01-15T09:30:00.000Z",
                 *           "engagedAt": null,
                 *           "displayedAt": null,
                 *           "disposedAt": "2026-01-15T09:30:30.000Z",
                 *           "stoppedAt": "2026-01-15T09:30:30.000Z",
                 *           "deadlineAt": null,
                 *           "serverTime": "2026-01-15T10:30:00.000Z",
                 *           "registrationForm": null,
                 *           "identity": null,
                 *           "chatId": null,
                 *           "caseData": {},
                 *           "userData": {},
                 *           "version": 2
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.erased";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_chat_not_started: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "chat.not_started";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        /** @description Of the fact in the history of its interaction: order by it. */
                        sequence: number;
                        /** @description Who caused it. */
                        by: string;
                        interaction: components["schemas"]["Interaction"];
                        /** @description Of accepted interactions: where to call. */
                        phoneNumber?: string | null;
                        /** @description Of accepted interactions: the contact it is bound to. */
                        identity?: Record<string, never> | null;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_chat_queued: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "chat.queued";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_chat_offered: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "chat.offered";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_chat_rejected: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "chat.rejected";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_chat_requeued: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "chat.requeued";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_chat_accepted: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "chat.accepted";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_chat_transferred: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "chat.transferred";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_chat_ended: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "chat.ended";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_agent_logged_in: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "agent.logged_in";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_agent_ready: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "agent.ready";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_agent_not_ready: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "agent.not_ready";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_agent_logged_out: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "agent.logged_out";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_interaction_creation_refused: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "interaction.creation_refused",
                 *       "timestamp": "2026-01-15T09:30:04.000Z",
                 *       "data": {
                 *         "code": "engagement_in_progress",
                 *         "category": null,
                 *         "pageId": "cart",
                 *         "visitId": "v-7f3a",
                 *         "interactionId": "0199c0de-0000-7000-8000-000000000001",
                 *         "blockedUntil": "2026-01-15T09:30:30.000Z"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "interaction.creation_refused";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_option_changed: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "option.changed",
                 *       "timestamp": "2026-01-15T09:30:00.000Z",
                 *       "data": {
                 *         "section": "service:wmsg",
                 *         "name": "wmsg.connector.engagementExpirationTime",
                 *         "value": "45",
                 *         "previousValue": "30",
                 *         "version": 2,
                 *         "changedBy": "admin"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "option.changed";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_webhook_endpoint_disabled: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "webhook_endpoint.disabled",
                 *       "timestamp": "2026-01-15T09:30:00.000Z",
                 *       "data": {
                 *         "endpointId": "0199c0de-0000-7000-8000-00000000e9d1",
                 *         "description": "CRM",
                 *         "reason": "failing"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "webhook_endpoint.disabled";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_webhook_endpoint_tested: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "webhook_endpoint.tested",
                 *       "timestamp": "2026-01-15T09:30:00.000Z",
                 *       "data": {
                 *         "endpointId": "0199c0de-0000-7000-8000-00000000e9d1",
                 *         "description": "CRM"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    type: "webhook_endpoint.tested";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_chat_message: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "chat.message";
                    /** Format: date-time */
                    timestamp: string;
                    data: Record<string, never>;
                };
            };
        };
        responses: {
            /** @description It was taken. Anything else is tried again. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    on_strategy_requested: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the message: the same over all attempts, so that repeats are known. */
                "webhook-id": string;
                /** @description When this attempt was made, in seconds since 1970. Refuse what is minutes off. */
                "webhook-timestamp": string;
                /** @description Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is rotated. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    type: "strategy.requested";
                    /** Format: date-time */
                    timestamp: string;
                    data: {
                        interaction?: components["schemas"]["Interaction"];
                        /** @description Instead of an interaction: a chat of a queue whose routing is the address. */
                        chat?: components["schemas"]["Chat"];
                        /**
                         * Format: date-time
                         * @description When the clock decides, if nobody has by then.
                         */
                        deadlineAt: string;
                        visit: {
                            visitId: string;
                            visitorId: string | null;
                            visitorIdClaimed: boolean;
                        };
                        /** @description Of an interaction: how many more may be invited to a chat, as `GET /v1/pacing` says it. */
                        pacing?: Record<string, never>;
                        /** @description True when the user data was left out, because the body was above 20 kB. */
                        truncated?: boolean;
                    };
                };
            };
        };
        responses: {
            /** @description The instruction. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Of an interaction engage or noengage, of a chat route or end.
                         * @enum {string}
                         */
                        instruction: "engage" | "noengage" | "route" | "end";
                        /**
                         * @description With engage.
                         * @enum {string|null}
                         */
                        channel?: "proactiveChat" | "proactiveCallback" | null;
                        /** @description With engage: texts of the invitation. */
                        invitation?: {
                            [key: string]: string;
                        } | null;
                        /** @description With noengage: kept as `reasonDetail`. */
                        reason?: string | null;
                        /** @description With route: the agent group. */
                        group?: string | null;
                        /** @description With route: or an agent, by name. */
                        agent?: string | null;
                        /** @description With route: the higher is served first. */
                        priority?: number | null;
                        /** @description With route: the least level of each skill that an agent must have. */
                        skills?: {
                            [key: string]: number;
                        } | null;
                        /** @description With end: what the visitor is told before it ends. */
                        message?: string | null;
                    };
                };
            };
            /** @description It calls back before the deadline. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No answer: asked again, but not after any other 4xx. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
