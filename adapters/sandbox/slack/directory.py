"""``users.*``, ``bots.info``, ``team.info`` and ``auth.test``: who is there."""

from adapters.sandbox.slack.call import Call
from adapters.sandbox.slack.history import page
from adapters.sandbox.slack.wire import Json, Refused
from adapters.sandbox.slack.world import Person, World


class Directory:
    """The methods that tell the app about people, the team and itself."""

    def __init__(self, world: World) -> None:
        self._world = world

    def auth_test(self, call: Call) -> Json:
        """auth.test."""
        app, team = self._world.app, self._world.team
        return {
            "url": f"https://{team['domain']}.slack.com/",
            "team": team["name"],
            "user": app.name,
            "team_id": team["id"],
            "user_id": app.user_id,
            "bot_id": app.bot_id,
            "is_enterprise_install": False,
        }

    def user_info(self, call: Call) -> Json:
        """users.info."""
        user = call.text("user")
        if user == self._world.app.user_id:
            return {"user": self._bot_user()}
        if user not in self._world.people:
            raise Refused("user_not_found")
        return {"user": self._user(self._world.people[user])}

    def user_list(self, call: Call) -> Json:
        """users.list."""
        everyone = [*map(self._user, self._world.people.values()), self._bot_user()]
        members, following = page(everyone, call, default=1000, most=1000)
        return {"members": members, "response_metadata": following["response_metadata"]}

    def bot_info(self, call: Call) -> Json:
        """bots.info."""
        app = self._world.app
        if call.text("bot") != app.bot_id:
            raise Refused("bot_not_found")
        bot: Json = {"id": app.bot_id, "deleted": False, "name": app.name, "updated": 0, "app_id": app.app_id}
        return {"bot": {**bot, "user_id": app.user_id, "icons": {}}}

    def team_info(self, call: Call) -> Json:
        """team.info."""
        return {"team": {**self._world.team, "email_domain": "", "icon": {}}}

    def _user(self, person: Person) -> Json:
        return self._account(person.id, person.name, person.real_name, person.color.removeprefix("#"), is_bot=False)

    def _bot_user(self) -> Json:
        app = self._world.app
        account = self._account(app.user_id, app.name, app.name, "", is_bot=True)
        account["profile"] |= {"bot_id": app.bot_id, "api_app_id": app.app_id}
        return account

    def _account(self, user_id: str, name: str, real_name: str, color: str, *, is_bot: bool) -> Json:
        team = self._world.team["id"]
        return {
            "id": user_id,
            "team_id": team,
            "name": name,
            "deleted": False,
            "color": color,
            "real_name": real_name,
            "tz": "Etc/UTC",
            "tz_label": "Coordinated Universal Time",
            "tz_offset": 0,
            "profile": {"real_name": real_name, "display_name": name, "team": team},
            "is_admin": False,
            "is_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_bot": is_bot,
            "is_app_user": False,
            "updated": 0,
        }
