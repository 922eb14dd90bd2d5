import sys

from sdn import main

sys.exit(main())
