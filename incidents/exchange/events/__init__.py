"""Tables of events and of allegations into the record: row by row checked, thousands at a time written."""
