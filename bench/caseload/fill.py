"""Invented caseloads: the same shares at every size, the same rows at every run of one day.

Ten years of reports. The older 58 % of the cases are closed; of the younger ones most are in first support, which
lasts two years. Four teams of five; every twentieth case has nobody responsible. Permission rows are those that
`open_to` and `open_unusually` leave behind, and beside them guardian's generic ones for the same cases.
"""

from django.contrib.auth.models import Group, Permission
from guardian.models import GroupObjectPermission, UserObjectPermission

from bench.caseload.rows import array, insert, insert_history, literal, run
from bench.peer.models import PeerCase
from intake import catalogues
from intake.models import Case, Contact, Custodian, Household, Pupil, Referral, Status
from intake.models.cases import CaseGroupPermission, CaseUserPermission
from intake.names import search_form
from privacy.access.roles import Role
from privacy.ledger.models import AuditEvent, AuditShown
from privacy.models import Installation, Team, User

TEAMS, IN_TEAM, NAMES = 4, 5, 6000
SIEGEN = "05970040"
SURNAMES = """Kowalenko Kowalski Yılmaz Al-Khatib Nguyễn Popescu Haddad Șerban Çelik Öztürk Müller Schäfer Ivanova
    Petrenko Shevchenko Bondarenko Tkachenko Halil Hussein Rahimi Ahmadi Karimi Sultani Noori Zahir Mbeki Okafor Adeyemi
    Tesfaye Gebre Haile Abdi Warsame Diallo Traoré Keita Camara Bah Sow Barry Ionescu Radu Stan Marin Dimitrov Petrov
    Georgiev Hoxha Krasniqi Berisha Gashi Jovanović Petrović Nikolić Kovačević Horvat Novák Szabó Nagy Łuczak""".split()  # noqa: SIM905
GIVEN = """Daryna Amīna Layla Olena Ana Thị Özgür Emir Mohammed Yusuf Fatima Zeynep Ali Hasan Sara Maryam Denys Maksym
    Sofiia Anastasiia Bohdan Nazar Ivan Mila Luka Elena Matei Ioana Andrei Samuel Ruth Abel Saron Amadou Mariam
    Ibrahim Aïcha Oumar Nia Kofi""".split()  # noqa: SIM905
STAGES = (
    [Status.SUPPORTED] * 9 + [Status.ADMITTED] * 3 + [Status.REPORTED, Status.INVITED, Status.COUNSELLED]
    + [Status.SEEKING, Status.REQUESTED, Status.PROMISED, Status.ASSIGNED, Status.TRANSITIONED]
)  # fmt: skip
ENDS = ["arrived"] * 6 + ["moved_away", "not_target_group", "unreachable", "duty_ended"]
WITH_THE_SCHOOL = [str(one) for one in (Status.REQUESTED, Status.PROMISED)]


def people():
    """Teams, their counsellors and what a page needs besides; returns the counsellor who looks at the list."""
    Installation.objects.create(
        controller_name="Kreis Musterland, Der Landrat", dpo_contact="dsb@example.org"
    )
    for number in range(TEAMS):
        group = Group.objects.create(name=f"team-{number}")
        team = Team.objects.create(name=f"Team {number}", group=group)
        for seat in range(IN_TEAM):
            user = User.objects.create(username=f"c{number}{seat}", role=Role.COUNSELLOR, team=team,
                                       first_name="Nadja", last_name=f"Weber {number}{seat}")  # fmt: skip
            user.groups.add(group)
    everybody = Group.objects.create(name="counsellors")  # for the peer: opens what nobody is responsible for
    everybody.user_set.add(*User.objects.all())
    return User.objects.order_by("pk").first()


def fill(cases, history):
    """So many cases, with so many history rows in all, as a server has them that has been running for a while."""
    _helpers()
    _families(cases)
    _cases(cases)
    _permissions()
    _history(cases, history)
    _ledger(history)
    run("VACUUM ANALYZE")  # what autovacuum does where the server lives longer


def _helpers():
    """pick(i, salt, n): a number below n that looks random and is the same each time."""
    run("""CREATE FUNCTION pick(i bigint, salt int, n int) RETURNS int IMMUTABLE LANGUAGE sql AS
        $$ SELECT ('x' || substr(md5(i::text || ':' || salt::text), 1, 7))::bit(28)::int % n $$""")
    run("CREATE TABLE bench_name (number int PRIMARY KEY, surname text, given text, form text)")
    rows = (f"({number}, {', '.join(map(literal, _name(number)))})" for number in range(NAMES))
    run(f"INSERT INTO bench_name VALUES {', '.join(rows)}")  # noqa: S608
    run("""CREATE TABLE bench_seat AS SELECT (row_number() OVER (ORDER BY u.id) - 1)::int AS number, u.id AS user_id,
        u.team_id, t.group_id FROM privacy_user u JOIN privacy_team t ON t.id = u.team_id""")


def _name(number):
    """Surname, given name and search form; every second surname is a double one, so that there are thousands."""
    surname, given = SURNAMES[number % len(SURNAMES)], GIVEN[number * 7 % len(GIVEN)]
    if number % 2:
        surname += "-" + SURNAMES[number // len(SURNAMES) % len(SURNAMES)]
    return surname, given, search_form(surname, given)


def _families(cases):
    homes = _homes(cases)
    towns = [one.ags for one in catalogues.municipalities()]
    insert(
        Household, f"generate_series(1, {homes}) i",
        id="i", version="1", street="'Sandstraße ' || pick(i, 1, 90)", postcode="'57072'", town="'Siegen'",
        municipality=f"CASE WHEN pick(i, 2, 10) < 4 THEN '{SIEGEN}' ELSE {_one_of(towns, 3)} END",
        language=_one_of(["ukr", "arb", "pes", "ron", "tur"], 4),
    )  # fmt: skip
    children = f"generate_series(1, {cases}) i JOIN bench_name n ON n.number = pick(i, 5, {NAMES})"
    insert(
        Pupil, children,
        id="i", version="1", household_id=f"1 + (i - 1) * {homes} / {cases}", surname="n.surname", given_names="n.given",
        name_form="n.form", born_on="current_date - 365 * 7 - pick(i, 6, 365 * 10)", sex=_one_of(["w", "m"], 7),
        nationality=_one_of(["166", "475", "423", "140"], 8),
    )  # fmt: skip
    for position in (1, 2):
        # Every second household has a second custodian.
        insert(
            Custodian, f"generate_series(1, {homes}, {position}) i JOIN bench_name n ON n.number = pick(i, 9, {NAMES})",
            version="1", household_id="i", position=f"{position}", kind="'mother'" if position == 1 else "'father'",
            surname="n.surname", given_names="n.given", phone="'0171 ' || pick(i, 10, 9999999)",
        )  # fmt: skip


def _cases(cases):
    run(f"""CREATE TABLE bench_case AS
        SELECT i, current_date - (3650 - i * 3650 / {cases}) AS day,
               i <= {cases} * 58 / 100 OR pick(i, 11, 25) = 0 AS is_closed,
               {_one_of(STAGES, 12)} AS stage, s.user_id, s.team_id, s.group_id
        FROM generate_series(1, {cases}) i
        LEFT JOIN bench_seat s ON s.number = pick(i, 13, {TEAMS * IN_TEAM}) AND pick(i, 14, 20) <> 0""")  # noqa: S608
    insert(
        Case, "bench_case",
        id="i", version="1", reference="to_char(day, 'YYYY-') || lpad(i::text, 5, '0')", pupil_id="i",
        status="CASE WHEN is_closed THEN 'closed' ELSE stage END",
        status_since="least(day + pick(i, 15, 120), current_date)",
        closing_reason=f"CASE WHEN is_closed THEN {_one_of(ENDS, 16)} ELSE '' END",
        closed_on="CASE WHEN is_closed THEN least(day + pick(i, 15, 120), current_date) END",
        owner_id="user_id", team_id="team_id", reported_on="day",
        waits_until=f"CASE WHEN NOT is_closed AND stage = ANY({array(WITH_THE_SCHOOL)}) THEN current_date + pick(i, 17, 7) END",
        follow_up_on="CASE WHEN NOT is_closed AND stage = 'reported' AND pick(i, 18, 2) = 0 THEN current_date + pick(i, 19, 14) - 7 END",
        appointment_on="CASE WHEN NOT is_closed AND stage = 'invited' THEN current_date + pick(i, 20, 14) END",
        resident_since="day - pick(i, 25, 30)",
    )  # fmt: skip
    insert(
        Referral,
        "bench_case",
        version="1",
        case_id="i",
        source="'family'",
        channel="'person'",
        received_on="day",
    )
    insert(Contact, "bench_case", version="1", case_id="i", kind=_one_of(Contact.Kind.values, 21), made_on="day + 3",
           recorded_by_id=f"coalesce(user_id, {User.objects.order_by('pk').first().pk})")  # fmt: skip


def _permissions():
    """A row for the owner and one for her team; visits of a day, one in five hundred still going on."""
    view = str(_view(Case))
    seated = "bench_case WHERE user_id IS NOT NULL"
    insert(CaseUserPermission, seated, user_id="user_id", permission_id=view, content_object_id="i")
    insert(CaseGroupPermission, seated, group_id="group_id", permission_id=view, content_object_id="i")
    visits = f"""bench_case c JOIN bench_seat s ON s.number = pick(i, 22, {TEAMS * IN_TEAM}) AND s.user_id <> c.user_id
        WHERE pick(i, 23, 50) = 0"""
    insert(
        CaseUserPermission, visits, user_id="s.user_id", permission_id=view, content_object_id="i",
        until="CASE WHEN pick(i, 24, 10) = 0 THEN now() + interval '1 day' ELSE day + interval '40 days' END",
        purpose="'Vertretung'",
    )  # fmt: skip
    _generic_permissions(f"{visits} AND pick(i, 24, 10) = 0", seated)


def _generic_permissions(visits, seated):
    """The same cases in guardian's own tables; what nobody is responsible for is opened to a group of everybody."""
    permission = _view(PeerCase)
    given = {
        "permission_id": str(permission),
        "content_type_id": str(Permission.objects.get(pk=permission).content_type_id),
        "object_pk": "i::text",
    }
    everybody = str(Group.objects.get(name="counsellors").pk)
    insert(UserObjectPermission, seated, user_id="user_id", **given)
    insert(UserObjectPermission, visits, user_id="s.user_id", **given)
    insert(GroupObjectPermission, seated, group_id="group_id", **given)
    insert(GroupObjectPermission, "bench_case WHERE user_id IS NULL", group_id=everybody, **given)


def _history(cases, wanted):
    """Versions of every record, then further ones of the cases until the number is exact."""
    for model, versions in ((Household, 5), (Pupil, 5), (Custodian, 2), (Referral, 1), (Contact, 1)):
        _versions(model, f"{model._meta.db_table} old, generate_series(1, {versions}) v", "v")
    missing = wanted - _history_rows()
    source = f"generate_series(0, {missing - 1}) k JOIN {Case._meta.db_table} old ON old.id = 1 + k % {cases}"
    _versions(Case, source, f"1 + k / {cases}")
    if _history_rows() != wanted:
        raise SystemExit(f"{_history_rows()} history rows instead of {wanted}")


def _versions(model, source, version):
    insert_history(
        model, source,
        version=version, act=f"md5('{model.__name__}' || old.id || ':' || {version})::uuid",
        history_date=f"now() - interval '1 day' * pick(old.id, {version}, 3650)",
        history_type=f"CASE WHEN {version} = 1 THEN '+' ELSE '~' END",
        history_user_id="(SELECT min(id) FROM privacy_user)",
    )  # fmt: skip


def _history_rows():
    models = (Household, Pupil, Custodian, Referral, Contact, Case)
    return sum(model.history.model.objects.count() for model in models)


def _ledger(history):
    """An event for every fourth history row, every tenth of them a list that showed fifty cases."""
    events, lists = history // 4, "n % 10 = 0"
    insert(
        AuditEvent, f"generate_series(1, {events}) n JOIN bench_case ON i = 1 + n % (SELECT count(*) FROM bench_case)",  # noqa: S608
        id="n", act="md5('event' || n)::uuid", stream=f"CASE WHEN {lists} THEN 'R' ELSE 'W' END",
        at=f"now() - interval '1 minute' * ({events} - n)", key_number="1", mac="'\\x00'",
        verb=f"CASE WHEN {lists} THEN 'case.listed' ELSE 'case.changed' END",
        actor_id="coalesce(user_id, 1)", actor_label="'Nadja Weber'", detail="'{}'",
        reference=f"CASE WHEN {lists} THEN '' ELSE to_char(day, 'YYYY-') || lpad(i::text, 5, '0') END",
    )  # fmt: skip
    shown = "c.id = 1 + (n * 37 + k) % (SELECT count(*) FROM bench_case)"
    insert(
        AuditShown, f"generate_series(10, {events}, 10) n, generate_series(0, 49) k, intake_case c WHERE {shown}",
        event_id="n", reference="c.reference",
    )  # fmt: skip


def _homes(cases):
    return cases * 6 // 10


def _one_of(values, salt):
    values = list(values)
    return f"({array([str(value) for value in values])})[1 + pick(i, {salt}, {len(values)})]"


def _view(model):
    return Permission.objects.get(
        content_type__app_label=model._meta.app_label, codename=f"view_{model._meta.model_name}"
    ).pk
