"""How sites stand: ODS codes, the activity report, its store, scenarios and area figures."""
