"""What comes in from and goes out to other systems: the state's school directory in, SchILD-NRW out."""
