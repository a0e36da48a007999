-- Two roles for PostgreSQL: the owner migrates, the program only works with the rows. Run once as a superuser,
-- connected to the program's database, before the first `manage.py migrate`; put real passwords in.
CREATE ROLE einstieg_owner LOGIN PASSWORD 'change-me-1';
CREATE ROLE einstieg LOGIN PASSWORD 'change-me-2';
GRANT CREATE, USAGE ON SCHEMA public TO einstieg_owner;
GRANT USAGE ON SCHEMA public TO einstieg;
ALTER DEFAULT PRIVILEGES FOR ROLE einstieg_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO einstieg;
ALTER DEFAULT PRIVILEGES FOR ROLE einstieg_owner IN SCHEMA public
    GRANT USAGE ON SEQUENCES TO einstieg;
